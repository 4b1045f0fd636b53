-- CreateTable
CREATE TABLE "photo_claim" (
    "photo_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "photo_claim_pkey" PRIMARY KEY ("photo_id","user_id")
);

-- CreateIndex
CREATE INDEX "photo_claim_user_id_idx" ON "photo_claim"("user_id");

-- AddForeignKey
ALTER TABLE "photo_claim" ADD CONSTRAINT "photo_claim_photo_id_fkey" FOREIGN KEY ("photo_id") REFERENCES "photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "photo_claim" ADD CONSTRAINT "photo_claim_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
