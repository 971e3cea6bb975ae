-- How livechats of a connector end, as the bot manager wants it; null: as usual.
ALTER TABLE connector ADD COLUMN ends_json TEXT;
-- The Zendesk account that a handoff went to: its connector may belong to another one meanwhile.
ALTER TABLE handoff ADD COLUMN account TEXT;
