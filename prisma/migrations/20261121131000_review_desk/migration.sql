-- What a run has to tell besides its pairs, the run it was started beside, and who changed a pair last.
ALTER TABLE "pairing_run" ADD COLUMN "notes" JSONB NOT NULL DEFAULT '[]', ADD COLUMN "beside_id" UUID;
ALTER TABLE "pairing_run_photo" ADD COLUMN "note" TEXT;
ALTER TABLE "pairing_pair" ADD COLUMN "changed_by_id" TEXT;

CREATE INDEX "pairing_run_beside_id_idx" ON "pairing_run"("beside_id");
CREATE INDEX "pairing_pair_product_id_idx" ON "pairing_pair"("product_id");

ALTER TABLE "pairing_run" ADD CONSTRAINT "pairing_run_beside_id_fkey" FOREIGN KEY ("beside_id") REFERENCES "pairing_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;
