const LINE = 64;

/** DER as PEM (RFC 7468 §5), which every other program reads. */
export function certificatePem(der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''));
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Lets the browser save a certificate; there is nothing secret in it. */
export function saveCertificate(der: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([certificatePem(der)], { type: 'application/x-pem-file' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.pem`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
