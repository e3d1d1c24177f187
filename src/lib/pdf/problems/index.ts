export type ProblemCode =
  | ByteRangeProblem
  // the signature value
  | 'unsupported-format'
  | 'signature-unreadable'
  /** a page shows it, but it is in no field of the form: not all readers have it */
  | 'outside-form'
  /** something stands in /Contents behind the signature, where only zeros may */
  | 'contents-padding'
  | 'digest-mismatch'
  | 'signature-mismatch'
  | 'signer-certificate-missing'
  | 'signing-certificate-mismatch'
  | 'content-type-mismatch'
  | 'attributes-not-der'
  | 'weak-algorithm'
  | 'unsupported-algorithm'
  | 'timestamp-mismatch'
  /** more than one signed this value; all of them have to be right */
  | 'several-signers'
  // the signer's certificate
  | 'untrusted-root'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-revoked'
  | 'certificate-usage'
  | 'chain-invalid'
  // what came after the signature
  | 'forbidden-change'
  | 'changes-unknown'
  | 'trailing-data'
  | 'signature-removed'
  | 'value-replaced'
  | 'certification-misplaced';

/** Later changes that a signature does not permit, or of which nobody can tell whether it does. */
const AFTERWARDS = ['forbidden-change', 'changes-unknown', 'trailing-data', 'signature-removed'] as const;

/** Ways in which a signature stands in a document that no honest program puts it there. */
const MISPLACED = ['outside-form', 'certification-misplaced'] as const;

/** Any of these breaks a signature, whatever else cannot be judged. */
const BREAKING: readonly ProblemCode[] = [
  ...(['byte-range-shape', 'byte-range-start', 'byte-range-order', 'byte-range-outside'] as const),
  ...(['byte-range-gap', 'byte-range-partial', 'contents-not-hex', 'value-replaced'] as const),
  ...(['signature-unreadable', 'contents-padding', 'digest-mismatch', 'signature-mismatch'] as const),
  ...(['signer-certificate-missing', 'signing-certificate-mismatch', 'content-type-mismatch'] as const),
  ...(['attributes-not-der'] as const),
];

/** Why a signature value cannot be judged here; that is not to say that it is wrong. */
const UNJUDGED = ['unsupported-format', 'unsupported-algorithm'] as const;

const includes = (codes: readonly ProblemCode[]) => (problem: ProblemCode) => codes.includes(problem);

export const isChangeAfterwards = includes(AFTERWARDS);
export const isMisplaced = includes(MISPLACED);

/** Whether all that keeps a signature from being intact is that its format or an algorithm is not known here. */
export function isUnjudged({
  intact,
  problems,
}: {
  intact: boolean;
  problems: readonly ProblemCode[];
}): boolean {
  return !intact && problems.some(includes(UNJUDGED)) && !problems.some(includes(BREAKING));
}

/** Any of these makes a document invalid, however intact the signature is. */
export const isFatal = includes([...AFTERWARDS, ...MISPLACED]);

/** ISO 32000-2 12.8.1: what a /ByteRange has to be. Any of these breaks the signature. */
export type ByteRangeProblem =
  /** not an array of four integers */
  | 'byte-range-shape'
  /** does not start at the file's first byte */
  | 'byte-range-start'
  /** negative lengths, or a second part before the end of the first */
  | 'byte-range-order'
  | 'byte-range-outside'
  /** what is left out is not exactly this signature's own /Contents */
  | 'byte-range-gap'
  /** /Contents is not one well-formed hexadecimal string */
  | 'contents-not-hex'
  /** ends in the middle of a revision, so that a part of it is not covered */
  | 'byte-range-partial';
