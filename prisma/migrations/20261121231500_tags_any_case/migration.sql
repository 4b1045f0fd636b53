-- Hand-written: Prisma has no indexes on expressions and lets them be. Tags are compared without regard to case
-- (photos/set-tags.server.ts), so nothing looks them up by their spelling. The expression is that of search/photo-scope.ts.
DROP INDEX "photo_tag_tag_idx";
CREATE INDEX "photo_tag_lower_idx" ON "photo_tag" (lower("tag"));
