/** The dependency rule: routes → domains → (sync, ledger, qr, pdf, seal) → pki → keys. */
const DOMAINS = '^src/lib/(platform|supplier|certificate|tender|office|sealing|verification)/';
const MIDDLE = '^src/lib/(sync|ledger|qr|pdf|seal)/';
const FOLDERS =
  'keys|pki|seal|qr|ledger|platform|supplier|certificate|tender|office|sealing|verification|sync|store|pdf/(?:syntax|place|compose|sign|verify)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'keys-is-the-bottom',
      severity: 'error',
      from: { path: '^src/lib/keys/' },
      to: { path: '^src/(lib/(?!keys/)|routes/|workers/|paraglide/)' },
    },
    {
      name: 'pki-knows-only-keys',
      severity: 'error',
      from: { path: '^src/lib/pki/' },
      to: { path: '^src/(lib/(?!pki/|keys/)|routes/|workers/|paraglide/)' },
    },
    {
      name: 'middle-layer-knows-no-domain',
      severity: 'error',
      from: { path: MIDDLE },
      to: { path: `${DOMAINS}|^src/(routes|workers|paraglide)/|^src/lib/(ui|store)/` },
    },
    {
      name: 'seal-knows-no-pdf',
      severity: 'error',
      from: { path: '^src/lib/seal/' },
      to: { path: '^src/lib/(pdf|sync|ledger|qr)/' },
    },
    {
      name: 'pdf-syntax-knows-nothing-of-signing',
      severity: 'error',
      from: { path: '^src/lib/pdf/syntax/' },
      to: { path: '^src/lib/(?!pdf/syntax/|keys/)' },
    },
    {
      name: 'domains-know-no-page',
      severity: 'error',
      from: { path: DOMAINS },
      to: { path: '^src/(routes|paraglide)/|^src/lib/ui/' },
    },
    {
      name: 'ui-knows-no-domain',
      severity: 'error',
      from: { path: '^src/lib/ui/' },
      to: { path: `${DOMAINS}|${MIDDLE}|^src/lib/(pki|keys|store)/|^src/routes/` },
    },
    {
      name: 'svelte-only-in-ui-and-routes',
      severity: 'error',
      from: { pathNot: '^src/(lib/ui|routes)/' },
      to: { path: '\\.svelte$' },
    },
    {
      name: 'nobody-imports-past-a-face',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/pdf/(?:syntax|place|compose|sign|verify)/|^src/lib/[^/]+/' },
      to: { path: `^src/lib/(${FOLDERS})/(?!(?:(?:archive|papers)/)?index\\.ts$)` },
    },
    {
      name: 'folders-import-faces-of-folders',
      severity: 'error',
      from: { path: `^src/lib/(${FOLDERS})/` },
      to: { path: `^src/lib/(${FOLDERS})/(?!(?:(?:archive|papers)/)?index\\.ts$)`, pathNot: '^src/lib/$1/' },
    },
    {
      name: 'peers-and-tools-stay-out-of-the-app',
      severity: 'error',
      from: { path: '^src/', pathNot: '[-/]testing\\.ts$' },
      to: {
        path: '^(tests/|node_modules/(@libpdf|fast-check|fake-indexeddb|fontkit|playwright|vitest)/)',
        dependencyTypesNot: ['type-only'],
      },
      // test files stand beside the code they test
    },
    {
      name: 'what-tests-share-stays-out-of-the-app',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '(^|[-/])(testing|draft|forging)\\.ts$|testing-[a-z]+\\.ts$|contract\\.ts$',
      },
      to: { path: '^src/.*[-/]testing\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.test\\.ts$|^src/paraglide/|\\.svelte-kit|\\$types)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte'],
      conditionNames: ['svelte', 'import', 'default'],
    },
  },
};
