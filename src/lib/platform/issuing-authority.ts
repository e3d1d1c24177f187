import { authorityOf, isIssuedByNow } from '../pki';

/**
 * Reads an issuing CA's certificate.
 *
 * @returns undefined where it is none that the root has issued within its own validity, or one that may have CAs
 *   below it
 */
export function readIssuingAuthority(
  certificate: Uint8Array,
  root: Uint8Array,
): ReturnType<typeof authorityOf> {
  const [authority, above] = [authorityOf(certificate), authorityOf(root)];
  if (!authority || !above || authority.pathLength !== 0 || !isIssuedByNow(certificate, root))
    return undefined;
  const isWithin = authority.notBefore >= above.notBefore && authority.notAfter <= above.notAfter;
  return isWithin ? authority : undefined;
}
