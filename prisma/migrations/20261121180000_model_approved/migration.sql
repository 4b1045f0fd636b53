-- An admin compared this model with the one before it and confirmed that it may be searched with
-- (docs/decisions/0012). The flag alone would say nothing about which model it was set for.
ALTER TABLE vectors.model ADD COLUMN approved_at timestamptz;
