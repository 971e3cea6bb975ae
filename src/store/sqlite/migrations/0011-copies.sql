-- Our copies of operators' files: when each was made or last opened, and what all of them hold together, counted as
-- they come and go. They can be fetched again, so that those which nobody opens make room for others.
ALTER TABLE file ADD COLUMN opened_at INTEGER;
UPDATE file SET opened_at = 0 WHERE remote_url IS NOT NULL AND stored = 1;

CREATE INDEX file_copy ON file (opened_at, id) WHERE remote_url IS NOT NULL AND stored = 1;

CREATE TABLE copies (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  bytes INTEGER NOT NULL
) STRICT;

INSERT INTO copies (only, bytes)
  SELECT 1, coalesce(sum(size), 0) FROM file WHERE remote_url IS NOT NULL AND stored = 1;

CREATE TRIGGER copy_added AFTER INSERT ON file WHEN NEW.remote_url IS NOT NULL AND NEW.stored = 1 BEGIN
  UPDATE copies SET bytes = bytes + coalesce(NEW.size, 0);
END;

CREATE TRIGGER copy_changed AFTER UPDATE OF stored, size ON file WHEN NEW.remote_url IS NOT NULL BEGIN
  UPDATE copies SET bytes = bytes
    - CASE OLD.stored WHEN 1 THEN coalesce(OLD.size, 0) ELSE 0 END
    + CASE NEW.stored WHEN 1 THEN coalesce(NEW.size, 0) ELSE 0 END;
END;

CREATE TRIGGER copy_removed AFTER DELETE ON file WHEN OLD.remote_url IS NOT NULL AND OLD.stored = 1 BEGIN
  UPDATE copies SET bytes = bytes - coalesce(OLD.size, 0);
END;
