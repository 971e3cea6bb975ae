-- Finished events are forgotten by their age.
CREATE INDEX inbox_finished ON inbox (stored_at) WHERE result IS NOT NULL;
