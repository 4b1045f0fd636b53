import { defineConfig } from 'prisma/config'

/** The URL is only used by `migrate`; `generate` works without a database. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost/recto' },
})
