-- So many messages of the history, from its beginning, go with the opening; null: none.
ALTER TABLE handoff ADD COLUMN history_skipped INTEGER;
