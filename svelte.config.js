import adapterStatic from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { externalStart } from './tests/tools/external-start.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: externalStart(adapterStatic({ pages: 'build', fallback: 'index.html' })),
    paths: { relative: false },
    alias: { $messages: 'src/paraglide/messages.js', $locale: 'src/paraglide/runtime.js' },
    serviceWorker: { register: false },
    version: { pollInterval: 0 },
  },
};
