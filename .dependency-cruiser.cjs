/** The floors of docs/architecture.md: imports only go down, features never meet, no cycles. */
const FEATURES = 'search|duplicates|pairing|analysis|catalogs|ops'
const EDGES = '^(app/(routes|api|http)|workers|scripts)/'
const TESTS = '\\.test\\.tsx?$'

/** Core domains from left to right: each may import only what stands left of it. */
const CORE = ['(auth|flags|jobs)', 'photos', 'embeddings', 'collections', 'products']
const coreOrder = CORE.slice(0, -1).map((name, index) => ({
  name: `core-${index}-imports-left-only`,
  severity: 'error',
  from: { path: `^app/domain/${name}/`, pathNot: TESTS },
  to: { path: `^app/domain/(${CORE.slice(index + 1).join('|')})/` },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-imports-no-app-code',
      severity: 'error',
      from: { path: '^app/platform/', pathNot: TESTS },
      to: { path: '^(app/(?!platform/)|workers|scripts|tests)' },
    },
    {
      name: 'domain-knows-no-edge',
      severity: 'error',
      from: { path: '^app/domain/', pathNot: TESTS },
      to: { path: `${EDGES}|^app/components/|^tests/` },
    },
    {
      name: 'features-never-import-each-other',
      severity: 'error',
      from: { path: `^app/domain/(${FEATURES})/`, pathNot: TESTS },
      to: { path: `^app/domain/(${FEATURES})/`, pathNot: '^app/domain/$1/' },
    },
    {
      name: 'core-knows-no-feature',
      severity: 'error',
      from: { path: '^app/domain/(auth|flags|jobs|photos|embeddings|collections|products)/', pathNot: TESTS },
      to: { path: `^app/domain/(${FEATURES})/` },
    },
    ...coreOrder,
    {
      name: 'components-have-no-data-access',
      severity: 'error',
      from: { path: '^app/components/' },
      to: { path: '\\.server\\.tsx?$|^app/platform/(?!errors\\.ts)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'edges-hold-no-data-access',
      severity: 'error',
      from: { path: '^(app/(routes|api)|workers)/' },
      to: { path: '^app/platform/(storage|openai|clip|db/generated)', dependencyTypesNot: ['type-only'] },
    },
    {
      // The gate is a test with a command of its own; fitting learns from the same rendered sets, drawn by other seeds.
      name: 'product-imports-no-test',
      severity: 'error',
      from: { path: '^(app|workers|scripts)/', pathNot: `${TESTS}|^scripts/pairing-(gate|fit)` },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(app/platform/db/generated|build|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
