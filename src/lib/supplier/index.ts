/** Suppliers: registration, profile and its review, login, linked devices. */
export { missingFrom } from './account';
export { ACCOUNT_TYPES, hasCreditCode, type AccountType } from './account-type';
export { readMobile } from './contact';
export { admissionRefusal, admit, unlink } from './devices';
export { SupplierError, type SupplierErrorCode } from './error';
export { supplierKinds } from './kinds';
export { deviceLabel } from './kinds/registered';
export { LICENCE_RULES, MAX_SEALED_LICENCE_BYTES, readLicence } from './licence';
export { changePassword, linkDevice, login, recoverAccount, unlinkDevice } from './login';
export { openContact, openLicence, openPrivateProfile } from './private-parts';
export { MAX_CATEGORIES, readProfileForm, type ProfileForm } from './profile-form';
export type { SupplierPorts } from './ports';
export { register } from './registration';
export {
  newRegistrationForm,
  readNewPassword,
  readRegistrationForm,
  type Contact,
  type RegistrationForm,
} from './registration-form';
export { dismiss, namesakesOf, review, reviewQueue, suppliersWith } from './review';
export {
  companyNameOf,
  emptySuppliers,
  isApproved,
  isLinked,
  linkOf,
  supplierByAccount,
  suppliersOf,
  type LinkedDevice,
  type Submission,
  type Supplier,
  type SupplierSlice,
} from './state';
export { submitProfile } from './submission';
