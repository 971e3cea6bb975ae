-- When Zendesk received an operator's message, and above which message it is shown when it was overtaken on its way.
ALTER TABLE message ADD COLUMN received INTEGER;
ALTER TABLE message ADD COLUMN above INTEGER;
