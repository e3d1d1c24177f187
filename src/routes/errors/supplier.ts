import type { SupplierErrorCode } from '$lib/supplier';
import { m } from '$messages';
import type { Texts } from './texts';

/** Why something of a supplier cannot be done, and what to do now. */
export const SUPPLIER: Texts<SupplierErrorCode> = {
  'no-platform': () => m.supplier_error_no_platform(),
  'is-staff': () => m.supplier_error_is_staff(),
  'account-taken': () => m.supplier_error_account_taken(),
  'company-taken': () => m.supplier_error_company_taken(),
  'credit-code-taken': () => m.supplier_error_credit_code_taken(),
  'proof-of-work': () => m.supplier_error_proof_of_work(),
  'no-supplier': () => m.supplier_error_no_supplier(),
  'not-linked': () => m.supplier_error_not_linked(),
  'linked-for-a-while': () => m.supplier_error_linked_for_a_while(),
  'under-review': () => m.supplier_error_under_review(),
  'unknown-category': () => m.supplier_error_unknown_category(),
  'not-administrator': () => m.supplier_error_not_administrator(),
  'own-company': () => m.supplier_error_own_company(),
  'approved-already': () => m.supplier_error_approved_already(),
  'not-submitted': () => m.supplier_error_not_submitted(),
  outdated: () => m.supplier_error_outdated(),
  'linked-already': () => m.supplier_error_linked_already(),
  'ended-already': () => m.supplier_error_ended_already(),
  'too-many-devices': () => m.supplier_error_too_many_devices(),
  'wrong-password': () => m.supplier_error_wrong_password(),
  'no-password': () => m.supplier_error_no_password(),
  'no-such-account': () => m.supplier_error_no_such_account(),
  licence: ({ problem }) => licenceProblem(problem),
  'bad-record': ({ where }) => (where === 'reason' ? m.error_reason_number() : m.supplier_error_bad_record()),
};

/** What is wrong with the picture of a licence: see `LicenceProblem`. */
export function licenceProblem(problem: unknown): string {
  if (problem === 'licence-empty') return m.supplier_error_licence_empty();
  return problem === 'licence-too-large'
    ? m.supplier_error_licence_too_large()
    : m.supplier_error_licence_type();
}
