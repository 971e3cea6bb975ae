-- Deliveries that were given up, kept to be looked into and tried again. `number` is the order in which they were given
-- up; `unclear_since` is set where one of the attempts may have been accepted; `retried_as` is the position that took its place.
CREATE TABLE parked (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  bot_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  handoff_id TEXT NOT NULL REFERENCES handoff (id),
  position INTEGER NOT NULL,
  task_json TEXT NOT NULL,
  code TEXT NOT NULL,
  parked_at INTEGER NOT NULL,
  unclear_since INTEGER,
  earlier_json TEXT,
  retried_as INTEGER,
  UNIQUE (handoff_id, position),
  FOREIGN KEY (bot_id, conversation_id) REFERENCES conversation (bot_id, id)
) STRICT;

CREATE INDEX parked_bot ON parked (bot_id, number);
CREATE INDEX parked_age ON parked (parked_at);

-- A delivery that takes up a parked one: under which positions it was tried before, and since when that is in doubt.
ALTER TABLE delivery ADD COLUMN earlier_json TEXT;
ALTER TABLE delivery ADD COLUMN unclear_since INTEGER;

-- What echoes told of the head of the lane: message ids by key. `echoed`: one came since the newest claim.
ALTER TABLE lane ADD COLUMN found_json TEXT;
ALTER TABLE lane ADD COLUMN echoed INTEGER NOT NULL DEFAULT 0 CHECK (echoed IN (0, 1));

-- Handoffs whose conversation is to be searched for messages that stand twice.
CREATE TABLE second_look (
  handoff_id TEXT PRIMARY KEY REFERENCES handoff (id),
  due_at INTEGER NOT NULL,
  looks INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX second_look_due ON second_look (due_at);

-- How many deliveries wait for each account, counted as they come and go.
CREATE TABLE waiting (
  connector_id TEXT PRIMARY KEY REFERENCES connector (id),
  deliveries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO waiting (connector_id, deliveries)
  SELECT connector_id, count(*) FROM delivery JOIN handoff ON handoff.id = delivery.handoff_id GROUP BY connector_id;

CREATE TRIGGER delivery_added AFTER INSERT ON delivery BEGIN
  INSERT INTO waiting (connector_id, deliveries)
    VALUES ((SELECT connector_id FROM handoff WHERE id = NEW.handoff_id), 1)
    ON CONFLICT (connector_id) DO UPDATE SET deliveries = deliveries + 1;
END;

CREATE TRIGGER delivery_removed AFTER DELETE ON delivery BEGIN
  UPDATE waiting SET deliveries = deliveries - 1
    WHERE connector_id = (SELECT connector_id FROM handoff WHERE id = OLD.handoff_id);
END;
