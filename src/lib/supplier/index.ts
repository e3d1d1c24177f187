/** Suppliers: registration, profile and its review, login, linked devices. */
export { missingFrom } from './account';
export { ACCOUNT_TYPES } from './account-type';
export { SupplierError } from './error';
export { supplierKinds } from './kinds';
export { LICENCE_RULES, readLicence } from './licence';
export { changePassword, linkDevice, login, recoverAccount, unlinkDevice } from './login';
export { openContact, openLicence, openPrivateProfile } from './private-parts';
export { MAX_CATEGORIES, readProfileForm, type ProfileForm } from './profile-form';
export { register } from './registration';
export { newRegistrationForm, readRegistrationForm, type RegistrationForm } from './registration-form';
export { review, reviewQueue, suppliersWith } from './review';
export {
  companyNameOf,
  emptySuppliers,
  isApproved,
  isLinked,
  linkOf,
  supplierByAccount,
  suppliersOf,
  type Supplier,
  type SupplierSlice,
} from './state';
export { submitProfile } from './submission';
