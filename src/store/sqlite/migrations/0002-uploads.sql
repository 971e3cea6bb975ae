-- What visitors upload: `uploaded_at` counts it towards its conversation, `unsaid` says that no message carries it (yet).
-- A retired one is about to be removed and can no longer be said. Files from before are taken for said.
ALTER TABLE file ADD COLUMN uploaded_at INTEGER;
ALTER TABLE file ADD COLUMN unsaid TEXT CHECK (unsaid IN ('waiting', 'retired'));

CREATE INDEX file_upload ON file (conversation_id) WHERE uploaded_at IS NOT NULL;
CREATE INDEX file_unsaid ON file (uploaded_at) WHERE unsaid IS NOT NULL;
