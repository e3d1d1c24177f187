import { glyphSource } from '$lib/seal';

/** Outlines of the seals' face; the service worker keeps them for work without a network. */
export const glyphs = glyphSource(async (file) => {
  const response = await fetch(`/glyphs/${file}`);
  if (!response.ok) throw new Error(`glyphs: ${file} ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
});
