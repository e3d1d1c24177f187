/** How interface texts are compiled; shared by the build and by checks that run without it. */
export const MESSAGES = {
  project: './src/messages/project.inlang',
  outdir: './src/paraglide',
  strategy: /** @type {['localStorage', 'preferredLanguage', 'baseLocale']} */ ([
    'localStorage',
    'preferredLanguage',
    'baseLocale',
  ]),
  emitTsDeclarations: true,
};
