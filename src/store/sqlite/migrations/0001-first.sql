-- Every row that belongs to a bot carries it, and composite foreign keys hold the rows of two bots apart.
-- Times are milliseconds since 1970 by the store's clock; `…json` columns hold what store/stored.ts parses.

CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bot (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  escalation_type TEXT NOT NULL CHECK (escalation_type IN ('NONE', 'ZENDESK'))
) STRICT;

CREATE TABLE skill (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bot (id),
  name TEXT NOT NULL,
  UNIQUE (bot_id, name)
) STRICT;

CREATE TABLE channel (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bot (id),
  title TEXT NOT NULL,
  accent TEXT NOT NULL,
  origins_json TEXT NOT NULL,
  UNIQUE (bot_id, id)
) STRICT;

CREATE TABLE knowledge (
  bot_id TEXT NOT NULL REFERENCES bot (id),
  item_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  draft_json TEXT NOT NULL,
  published_json TEXT,
  PRIMARY KEY (bot_id, item_id)
) STRICT;

CREATE TABLE connector (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL UNIQUE REFERENCES bot (id),
  origin TEXT NOT NULL,
  app_id TEXT NOT NULL,
  integration_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  api_json TEXT NOT NULL,
  sender_id TEXT NOT NULL,
  secrets_json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('empty', 'unchecked', 'checked')),
  checked_at INTEGER,
  warnings_json TEXT NOT NULL,
  groups_json TEXT NOT NULL,
  agent_workspace TEXT,
  own_switchboard_integration TEXT,
  webhook_secret_json TEXT,
  UNIQUE (bot_id, id)
) STRICT;

-- One integration has one webhook, so two bots cannot share it. A form not filled in yet takes no place.
CREATE UNIQUE INDEX connector_integration ON connector (origin, integration_id)
  WHERE origin <> '' AND integration_id <> '';

CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL REFERENCES bot (id),
  channel_id TEXT NOT NULL,
  language TEXT NOT NULL,
  test INTEGER NOT NULL CHECK (test IN (0, 1)),
  created_at INTEGER NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  state_json TEXT NOT NULL,
  UNIQUE (bot_id, id),
  FOREIGN KEY (bot_id, channel_id) REFERENCES channel (bot_id, id)
) STRICT;

CREATE TABLE handoff (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('connecting', 'live', 'ended')),
  skill_json TEXT,
  identity_json TEXT,
  external_id TEXT NOT NULL,
  zendesk_user_id TEXT,
  zendesk_conversation_id TEXT,
  opening_message_id TEXT,
  last_posted_message_id TEXT,
  ticket_id TEXT,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,
  UNIQUE (conversation_id, number),
  UNIQUE (conversation_id, id, connector_id),
  FOREIGN KEY (bot_id, conversation_id) REFERENCES conversation (bot_id, id),
  FOREIGN KEY (bot_id, connector_id) REFERENCES connector (bot_id, id)
) STRICT;

CREATE INDEX handoff_open ON handoff (started_at) WHERE phase <> 'ended';
CREATE INDEX handoff_zendesk ON handoff (connector_id, zendesk_conversation_id, started_at)
  WHERE zendesk_conversation_id IS NOT NULL;

-- A message has the connector of its handoff, so that a Zendesk message id can be unique within a connector.
CREATE TABLE message (
  id TEXT NOT NULL UNIQUE,
  bot_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  author_json TEXT NOT NULL,
  content_json TEXT NOT NULL,
  client_id TEXT,
  delivery TEXT,
  failure TEXT,
  handoff_id TEXT,
  connector_id TEXT,
  zendesk_message_id TEXT,
  late INTEGER CHECK (late IN (0, 1)),
  PRIMARY KEY (conversation_id, seq),
  CHECK ((handoff_id IS NULL) = (connector_id IS NULL)),
  CHECK (zendesk_message_id IS NULL OR connector_id IS NOT NULL),
  FOREIGN KEY (bot_id, conversation_id) REFERENCES conversation (bot_id, id),
  FOREIGN KEY (conversation_id, handoff_id, connector_id) REFERENCES handoff (conversation_id, id, connector_id)
) STRICT;

CREATE UNIQUE INDEX message_client ON message (conversation_id, client_id) WHERE client_id IS NOT NULL;
CREATE UNIQUE INDEX message_zendesk ON message (connector_id, zendesk_message_id)
  WHERE zendesk_message_id IS NOT NULL;
CREATE INDEX message_revision ON message (conversation_id, revision);

-- `due_at` is null while nothing waits. From a claim to its end `claim_position` and `leased_until` are set.
CREATE TABLE lane (
  handoff_id TEXT PRIMARY KEY REFERENCES handoff (id),
  bot_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  claim_position INTEGER,
  leased_until INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0,
  look INTEGER NOT NULL DEFAULT 0 CHECK (look IN (0, 1)),
  unclear_since INTEGER,
  last_error TEXT,
  CHECK ((claim_position IS NULL) = (leased_until IS NULL)),
  CHECK ((look = 0) = (unclear_since IS NULL)),
  FOREIGN KEY (bot_id, conversation_id) REFERENCES conversation (bot_id, id)
) STRICT;

CREATE INDEX lane_due ON lane (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE delivery (
  handoff_id TEXT NOT NULL REFERENCES lane (handoff_id),
  position INTEGER NOT NULL,
  task_json TEXT NOT NULL,
  PRIMARY KEY (handoff_id, position)
) STRICT, WITHOUT ROWID;

-- `result` is null while the event waits; `arrival` is the order in which events came.
CREATE TABLE inbox (
  arrival INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id TEXT NOT NULL,
  connector_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  result TEXT CHECK (result IN ('done', 'foreign', 'failed')),
  UNIQUE (connector_id, event_id),
  FOREIGN KEY (bot_id, connector_id) REFERENCES connector (bot_id, id)
) STRICT;

CREATE INDEX inbox_waiting ON inbox (arrival) WHERE result IS NULL;
CREATE INDEX inbox_due ON inbox (due_at) WHERE result IS NULL;

CREATE TABLE timer (
  conversation_id TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, kind),
  FOREIGN KEY (bot_id, conversation_id) REFERENCES conversation (bot_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX timer_due ON timer (due_at);

CREATE TABLE file (
  id TEXT PRIMARY KEY,
  bot_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER,
  image INTEGER NOT NULL CHECK (image IN (0, 1)),
  remote_connector_id TEXT,
  remote_url TEXT,
  stored INTEGER NOT NULL CHECK (stored IN (0, 1)),
  CHECK ((remote_connector_id IS NULL) = (remote_url IS NULL)),
  FOREIGN KEY (bot_id, conversation_id) REFERENCES conversation (bot_id, id),
  FOREIGN KEY (bot_id, remote_connector_id) REFERENCES connector (bot_id, id)
) STRICT;

CREATE TABLE console_session (
  token_hash TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  csrf_token TEXT,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX console_session_expiry ON console_session (expires_at);
