-- The newest time at which this database was written to: a clock that is behind it was set back meanwhile.
CREATE TABLE clock (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seen_at INTEGER NOT NULL
) STRICT;

INSERT INTO clock (only, seen_at) VALUES (1, 0);
