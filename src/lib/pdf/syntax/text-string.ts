/** PDFDocEncoding where it differs from Latin-1, ISO 32000-2 annex D.2; U+FFFD where it is undefined. */
const DOC_ENCODING = new Map<number, string>(
  [
    [0x18, '˘ˇˆ˙˝˛˚˜'],
    [0x80, '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€'],
    [0xad, '\ufffd'],
  ].flatMap(([start, chars]) =>
    [...String(chars)].map((char, i): [number, string] => [Number(start) + i, char]),
  ),
);

/** Language escapes in UTF-16 and UTF-8 text strings, ISO 32000-2 7.9.2.2: U+001B, code, U+001B. */
// eslint-disable-next-line no-control-regex
const LANGUAGE_ESCAPE = /\u001b[^\u001b]{0,8}\u001b/g;

/**
 * The text of a text string, ISO 32000-2 7.9.2.2: UTF-16 or UTF-8 with a byte order mark, else PDFDocEncoding.
 * UTF-16LE is not allowed but written by some.
 */
export function decodeTextString(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return unicode('utf-16be', bytes.subarray(2));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return unicode('utf-16le', bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return unicode('utf-8', bytes.subarray(3));
  let text = '';
  for (const byte of bytes) text += DOC_ENCODING.get(byte) ?? String.fromCharCode(byte);
  return text;
}

function unicode(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes).replace(LANGUAGE_ESCAPE, '');
}

/** ASCII as it is, which PDFDocEncoding shares; any other text in UTF-16BE, which every reader knows. */
export function encodeTextString(text: string): Uint8Array<ArrayBuffer> {
  if (/^[\x20-\x7e\t\r\n]*$/.test(text)) return new TextEncoder().encode(text);
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i));
  return bytes;
}
