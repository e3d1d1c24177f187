/** New documents: blocks of text, tables and places to sign, set on A4 pages in the face of the seals. */
export type { Block } from './block';
export { composePdf, type ComposedDocument } from './compose';
