-- The group in which a ticket was found while it is being moved into the handoff's; null: nothing to move.
ALTER TABLE handoff ADD COLUMN group_before TEXT;
