import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  {
    ignores: [
      'build/',
      'data/',
      'coverage/',
      'app/platform/db/generated/',
      'services/*/models/',
      'test-results/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'off',
      // Takes `this.#timer ??= …` for a field that is never read.
      'no-unused-private-class-members': 'off',
    },
  },
  {
    // Playwright's fixtures: `use` is no hook, and an empty pattern says that a fixture needs no other.
    files: ['tests/**/*.ts'],
    rules: { 'react-hooks/rules-of-hooks': 'off', 'no-empty-pattern': 'off' },
  },
  {
    // One place parses the environment; everything else receives typed values.
    files: ['app/**/*.{ts,tsx}', 'workers/**/*.ts', 'services/clip-embeddings/src/**/*.ts'],
    ignores: ['app/platform/env.server.ts', 'services/clip-embeddings/src/config.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Use platform/env.' },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.{mjs,js,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        WebAssembly: 'readonly',
        crypto: 'readonly',
        Buffer: 'readonly',
        module: 'writable',
      },
    },
  },
)
