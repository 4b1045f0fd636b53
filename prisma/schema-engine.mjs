#!/usr/bin/env node
/**
 * Prisma's schema engine as a WASM module behind the native binary's command line and JSON-RPC.
 *
 * Why: `prisma migrate` wants a native engine that Prisma downloads from its own host at install time. A machine
 * that reaches only a package registry cannot do that. The same engine ships as WASM in
 * `@prisma/schema-engine-wasm`; this file speaks the binary's protocol over it, so the ordinary Prisma CLI works
 * everywhere, with nothing downloaded. `scripts/prisma.mjs` points PRISMA_SCHEMA_ENGINE_BINARY here.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'

const { datamodels, url, command } = parseArguments(process.argv.slice(2))
if (command === 'version') {
  console.log('schema-engine-cli wasm')
} else if (command) {
  await runDatabaseCommand(command, url)
} else {
  await serveJsonRpc(datamodels, url)
}

function parseArguments(argv) {
  const parsed = { datamodels: [], url: undefined, command: undefined }
  for (let i = 0; i < argv.length; i++) {
    const flag = argv[i]
    if (flag === '--datamodels') parsed.datamodels.push(argv[++i])
    else if (flag === '--datasource') parsed.url = JSON.parse(argv[++i]).url
    else if (flag === '--enabled-preview-features' || flag === '--extension-types') i++
    else if (flag === 'cli') parsed.command = argv[++i]
    else if (flag === '--version' || flag === '-V') parsed.command = 'version'
  }
  return parsed
}

/** `cli can-connect-to-database | create-database | drop-database`: exit 0, or a Prisma error code on stderr. */
async function runDatabaseCommand(name, databaseUrl) {
  const target = new URL(databaseUrl)
  const database = decodeURIComponent(target.pathname.slice(1))
  const query = async (connectionString, sql) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const maintenance = new URL(databaseUrl)
  maintenance.pathname = '/postgres'
  try {
    if (name === 'can-connect-to-database') await query(databaseUrl, 'SELECT 1')
    if (name === 'create-database')
      await query(maintenance.href, `CREATE DATABASE ${pg.escapeIdentifier(database)}`)
    if (name === 'drop-database')
      await query(maintenance.href, `DROP DATABASE ${pg.escapeIdentifier(database)}`)
  } catch (error) {
    const code = { '3D000': 'P1003', '28P01': 'P1000' }[error.code] ?? 'P1001'
    const message = error.message || String(error.errors?.[0] ?? error)
    // The CLI reads the last line of stderr and expects at least one line before it.
    const line = { level: 'ERROR', target: 'schema_engine::logger', fields: { error_code: code, message } }
    process.stderr.write('{}\n' + JSON.stringify(line))
    process.exit(1)
  }
}

async function serveJsonRpc(files, databaseUrl) {
  readCatalogueTypesAsText()
  const engineModule = await loadEngine()
  const schemas = await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')]))
  const factory = bindMigrationAwareSqlAdapterFactory(createAdapter(databaseUrl))
  let engine
  const getEngine = () =>
    (engine ??= engineModule.SchemaEngine.new(
      { datamodels: schemas.length ? schemas : undefined },
      () => {},
      factory,
    ))
  const reply = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n')

  const answer = async ({ id, method, params }) => {
    try {
      const instance = await getEngine()
      const result =
        method === 'getDatabaseVersion' ? await instance.version(params) : await instance[method](params)
      if (method === 'diff' && result?.stdout) {
        reply({ id: `print-${id}`, method: 'print', params: { content: result.stdout } })
      }
      reply({ id, result: result ?? {} })
    } catch (error) {
      const data = {
        is_panic: false,
        message: error.message,
        meta: error.meta ?? null,
        error_code: error.code,
      }
      reply({
        id,
        error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
      })
    }
  }

  // Requests are answered one after another: the engine holds one connection.
  let chain = Promise.resolve()
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    const request = JSON.parse(line)
    if (request.method) chain = chain.then(() => answer(request))
  })
  lines.on('close', () => chain.then(() => process.exit(0)))
}

async function loadEngine() {
  const require = createRequire(import.meta.url)
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasmPath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
  const module = new WebAssembly.Module(await readFile(wasmPath))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings
}

/** Discrete fields, because a connection string would override the shadow database's name. */
function createAdapter(databaseUrl) {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: databaseUrl })
  const config = { host, port, user, password, database, ssl: ssl || undefined }
  const adapter = new PrismaPg(config)
  const connect = adapter.connect.bind(adapter)
  adapter.connect = async () => sendScriptsWhole(await connect())
  adapter.connectToShadowDb = async () => {
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    const admin = async (sql) => {
      const client = new pg.Client(config)
      await client.connect()
      await client.query(sql).finally(() => client.end())
    }
    await admin(`CREATE DATABASE "${name}"`)
    const shadow = sendScriptsWhole(await new PrismaPg({ ...config, database: name }).connect())
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    }
    return shadow
  }
  return adapter
}

/** The adapter cuts scripts at every semicolon, inside function bodies too. Postgres takes a script as it is. */
function sendScriptsWhole(connection) {
  connection.executeScript = async (script) => {
    await connection.client.query(script).catch((error) => connection.onError(error))
  }
  return connection
}

/** The engine reads catalogue columns ("char", int2vector, name[] …) that adapter-pg refuses to map: as text they pass. */
function readCatalogueTypesAsText() {
  const asText = {
    18: 25,
    19: 25,
    22: 25,
    24: 25,
    30: 25,
    194: 25,
    2205: 25,
    2206: 25,
    1002: 1009,
    1003: 1009,
  }
  const addFields = pg.Result.prototype.addFields
  pg.Result.prototype.addFields = function (fields) {
    for (const field of fields) field.dataTypeID = asText[field.dataTypeID] ?? field.dataTypeID
    return addFields.call(this, fields)
  }
}
