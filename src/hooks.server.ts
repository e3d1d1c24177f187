import { dev } from '$app/environment';
import type { Handle } from '@sveltejs/kit';

/**
 * The built page carries no inline code and is served under the policy in app.html as it stands. Vite's
 * development server puts inline scripts, inline styles and a socket into the page: they are let in there only.
 */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, {
    transformPageChunk: ({ html }) =>
      dev
        ? html
            .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
            .replace(/style-src [^;]*/, "style-src 'self' 'unsafe-inline'")
            .replace("connect-src 'self'", "connect-src 'self' ws:")
        : html,
  });
