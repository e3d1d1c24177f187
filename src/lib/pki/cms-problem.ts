/** What is wrong, or worth knowing, about a CMS message and its signer. */
export type CmsProblem =
  /** There is no such signer in the message. */
  | 'signer-missing'
  /** More than one signer; PAdES has one (ETSI EN 319 142-1 §6.2.1). */
  | 'several-signers'
  /** The message does not contain the signer's certificate. */
  | 'certificate-missing'
  /** A certificate in the message cannot be read. */
  | 'certificate-malformed'
  /** The message is BER, not DER. */
  | 'not-der'
  /** The signed attributes are not DER, which RFC 5652 §5.3 wants of them. */
  | 'attributes-not-der'
  | 'trailing-data'
  /** There are no signed attributes: the content alone is signed. */
  | 'no-signed-attributes'
  /** Content type or message digest is missing, there twice or broken. */
  | 'attributes-malformed'
  /** The signed content type is another than the message's. */
  | 'content-type-mismatch'
  /** The content is not the one that was signed. */
  | 'digest-mismatch'
  | 'signature-mismatch'
  | 'unsupported-digest'
  | 'unsupported-signature'
  /** The digest of the attributes is another than that of the content (RFC 8933 §3). */
  | 'digest-algorithm-mismatch'
  /** Needs the content itself, and only its digest was there. */
  | 'content-missing'
  /** MD5 or SHA-1: what is signed may have been swapped. */
  | 'weak-digest'
  /** RSA below 2048 bits. */
  | 'weak-key'
  /** No signing-certificate attribute: not CAdES. */
  | 'signing-certificate-missing'
  /** The signed attribute names another certificate, or cannot be read. */
  | 'signing-certificate-mismatch';

const NOTES: ReadonlySet<CmsProblem> = new Set([
  'several-signers',
  'certificate-malformed',
  'not-der',
  'attributes-not-der',
  'trailing-data',
  'no-signed-attributes',
  'weak-key',
  'signing-certificate-missing',
]);

/** Whether a signature with this problem is not intact; the others are worth a note. */
export function breaksSignature(problem: CmsProblem): boolean {
  return !NOTES.has(problem);
}
