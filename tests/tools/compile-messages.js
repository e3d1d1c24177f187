/** Compiles the interface texts without a build, for the type check. */
import { compile } from '@inlang/paraglide-js';
import { MESSAGES } from './messages.js';

await compile(MESSAGES);
