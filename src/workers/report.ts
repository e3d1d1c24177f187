/** Composes reports off the main thread: the face of `pdf/compose`, and the digests that a report names. */
import { expose, transfer } from 'comlink';
import { digestOfBlob } from '$lib/keys';
import { composePdf, type ComposedDocument } from '$lib/pdf/compose';
import { glyphSource } from '$lib/seal';

const glyphs = glyphSource(async (file) => {
  const response = await fetch(`/glyphs/${file}`);
  if (!response.ok) throw new Error(`glyphs: ${file} ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
});

const reporter = {
  /** SHA-256 of a file, hexadecimal. */
  async sha256(file: Blob): Promise<string> {
    const digest = await digestOfBlob('sha256', file);
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  },

  async compose(report: ComposedDocument): Promise<Uint8Array> {
    const bytes = await composePdf(report, glyphs);
    return transfer(bytes, [bytes.buffer]);
  },
};

export type Reporter = typeof reporter;

expose(reporter);
