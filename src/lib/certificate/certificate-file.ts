/**
 * Takes the certificates out of a file: one DER certificate, or any number of PEM blocks (RFC 7468) with whatever
 * text around them.
 *
 * @returns DER each, not yet known to be certificates; none where the file has none
 */
export function certificatesIn(file: Uint8Array): Uint8Array[] {
  if (file[0] === 0x30) return [file]; // SEQUENCE
  const text = new TextDecoder('latin1').decode(file);
  const blocks = text.matchAll(/-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g);
  return [...blocks].flatMap(([, base64 = '']) => {
    try {
      return [Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0))];
    } catch {
      return [];
    }
  });
}
