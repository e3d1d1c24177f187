/**
 * Takes the certificates out of a file: DER, any number of PEM blocks (RFC 7468) with whatever text around them, or
 * a PKCS#7 bundle (.p7b, DER or PEM), in which certification authorities like to hand out their chains.
 *
 * @returns DER each, not yet known to be certificates; none where the file has none
 */
export async function certificatesIn(file: Uint8Array): Promise<Uint8Array[]> {
  await import('reflect-metadata'); // @peculiar/x509 does not load without it
  const { PemConverter, X509Certificates } = await import('@peculiar/x509');

  const bundled = (der: Uint8Array): Uint8Array[] => {
    try {
      return [...new X509Certificates(new Uint8Array(der))].map(({ rawData }) => new Uint8Array(rawData));
    } catch {
      return [];
    }
  };
  const isSequence = file[0] === 0x30;
  if (isSequence) {
    const certificates = bundled(file);
    return certificates.length > 0 ? certificates : [file];
  }
  try {
    return PemConverter.decodeWithHeaders(new TextDecoder('latin1').decode(file)).flatMap(
      ({ type, rawData }) => {
        const der = new Uint8Array(rawData);
        if (type === 'PKCS7' || type === 'CMS') return bundled(der);
        return type === 'CERTIFICATE' || type === 'X509 CERTIFICATE' ? [der] : [];
      },
    );
  } catch {
    return [];
  }
}
