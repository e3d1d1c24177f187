import { annotations } from './annotations';
import { documentVersion } from './document-version';
import { formFilling } from './form-filling';
import { metadata } from './metadata';
import type { Rule } from './rule';
import { signatureFields } from './signature-fields';
import { signing } from './signing';
import { structure } from './structure';
import { validationData } from './validation-data';

/** All that may be allowed after a signature. Which of it a signature permits is told by `permissions.ts`. */
export const RULES: readonly Rule[] = [
  signatureFields,
  signing,
  validationData,
  metadata,
  documentVersion,
  formFilling,
  annotations,
  structure,
];
