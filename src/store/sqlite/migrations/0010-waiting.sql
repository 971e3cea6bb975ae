-- Open handoffs whose Zendesk conversation is not known (yet): an event of an unknown conversation may be theirs.
CREATE INDEX handoff_unplaced ON handoff (connector_id) WHERE phase <> 'ended' AND zendesk_conversation_id IS NULL;

-- What a visitor wrote and Zendesk does not have (yet).
CREATE INDEX message_undelivered ON message (handoff_id, seq) WHERE delivery = 'sent';

-- Grows with every change of the bot's knowledge: who has read that need not read it again.
ALTER TABLE bot ADD COLUMN knowledge_version INTEGER NOT NULL DEFAULT 0;

-- Nobody read it: what fails is logged and counted.
ALTER TABLE lane DROP COLUMN last_error;
