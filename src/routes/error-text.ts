import type { CertificateErrorCode, NameProblem, UseRefusal } from '$lib/certificate';
import type { KeyErrorCode, PinWeakness } from '$lib/keys';
import type { PlacementErrorCode } from '$lib/pdf/place';
import type { SealErrorCode } from '$lib/pdf/sign';
import type { PdfSyntaxErrorCode } from '$lib/pdf/syntax';
import type { PkiErrorCode } from '$lib/pki';
import type { RemoteSealErrorCode } from '$lib/sealing';
import type { SealDesignErrorCode } from '$lib/seal';
import type { StoreErrorCode } from '$lib/store';
import { m } from '$messages';
import { BID, PAPER } from './errors/bid';
import { ARCHIVE } from './errors/archive';
import { CAMERA } from './errors/camera';
import { ENROLMENT } from './errors/enrolment';
import { CODE, OFFICE, SEALED, SETTING_UP, STAFF } from './errors/staff';
import { LEDGER, PLATFORM, SYNC } from './errors/sync';
import { SUPPLIER } from './errors/supplier';
import { SECRECY, TENDER } from './errors/tender';
import { listOf, numberOf, textOf, type Texts } from './errors/texts';

/** What a person reads about a failure: what happened, why, and what to do now. */
export interface ErrorText {
  title?: string;
  text: string;
  /** for support; shown small */
  code: string;
}

type Detail = Readonly<Record<string, unknown>>;
type Text = (detail: Detail) => string;

const KEY: Texts<KeyErrorCode> = {
  'wrong-pin': (detail) => m.error_key_wrong_pin({ n: numberOf(detail.attemptsLeft) }),
  'backing-off': (detail) => m.error_key_backing_off({ n: Math.ceil(numberOf(detail.waitMs) / 1000) }),
  locked: () => m.error_key_locked(),
  'weak-pin': ({ reason }) => describePinWeakness(reason),
  'pin-changed': () => m.error_key_pin_changed(),
  'no-such-vault': () => m.error_key_no_such_vault(),
  'vault-exists': () => m.error_key_vault_exists(),
  'no-such-key': () => m.error_key_no_such_key(),
  'key-exists': () => m.error_key_key_exists(),
  'vault-locked': () => m.error_key_vault_locked(),
  'device-key-missing': () => m.error_key_device_key_missing(),
  'storage-damaged': () => m.error_key_storage_damaged(),
  'passkey-unsupported': () => m.error_key_passkey_unsupported(),
  'passkey-no-prf': () => m.error_key_passkey_no_prf(),
  'passkey-cancelled': () => m.error_key_passkey_cancelled(),
  'passkey-exists': () => m.error_key_passkey_exists(),
  'passkey-mismatch': () => m.error_key_passkey_mismatch(),
  'no-such-passkey': () => m.error_key_no_such_passkey(),
  'unsupported-algorithm': () => m.error_key_unsupported_algorithm(),
};

const SEALING: Texts<SealErrorCode> = {
  'not-a-pdf': () => m.error_pdf_not_a_pdf(),
  damaged: () => m.error_pdf_damaged(),
  encrypted: () => m.error_pdf_encrypted(),
  'unsupported-encryption': () => m.error_pdf_unsupported_encryption(),
  'certified-no-changes': () => m.error_seal_certified_no_changes(),
  'certified-forms-only': () => m.error_seal_certified_forms_only(),
  'locked-fields': () => m.error_seal_locked_fields(),
  'unsafe-recovery': () => m.error_seal_unsafe_recovery(),
  'page-out-of-range': (detail) => pageOutOfRange(detail),
  'no-stamps': () => m.error_seal_no_stamps(),
  'unknown-seal': () => m.error_seal_unknown_seal(),
  unreadable: () => m.error_file_unreadable(),
  cancelled: () => m.error_cancelled(),
};

/** Of the workbench itself: see `DocumentView`. */
const VIEWING: Texts<'read-differently'> = {
  'read-differently': ({ sealedPages, shownPages }) =>
    m.error_pdf_read_differently({ one: numberOf(sealedPages), other: numberOf(shownPages) }),
};

const PLACING: Texts<PlacementErrorCode> = {
  'bad-range': (detail) => m.error_place_bad_range({ range: textOf(detail.range) }),
  'page-out-of-range': (detail) => pageOutOfRange(detail),
  'bad-placement': () => m.error_place_bad_placement(),
  'outside-page': (detail) => m.error_place_outside_page({ page: numberOf(detail.page) }),
  'straddle-too-few-pages': () => m.error_place_straddle_too_few_pages(),
  'keyword-not-found': (detail) => m.error_place_keyword_not_found({ text: textOf(detail.text) }),
};

function pageOutOfRange(detail: Detail): string {
  return m.error_place_page_out_of_range({
    page: numberOf(detail.page),
    pageCount: numberOf(detail.pageCount),
  });
}

const READING: Texts<PdfSyntaxErrorCode> = {
  'not-a-pdf': () => m.error_pdf_not_a_pdf(),
  encrypted: () => m.error_pdf_encrypted(),
  'unsupported-encryption': () => m.error_pdf_unsupported_encryption(),
  damaged: () => m.error_pdf_damaged(),
  'too-deep': () => m.error_pdf_damaged(),
  'bad-xref': () => m.error_pdf_damaged(),
  'bad-filter': () => m.error_pdf_damaged(),
  'unsupported-filter': () => m.error_pdf_damaged(),
  'too-large': () => m.error_pdf_too_large(),
  'no-such-page': ({ index, pageCount }) => pageOutOfRange({ page: numberOf(index) + 1, pageCount }),
  'not-writable': () => m.error_pdf_damaged(),
};

const DRAWING: Texts<SealDesignErrorCode> = {
  'missing-glyph': ({ characters }) => m.error_design_missing_glyph({ characters: listOf(characters) }),
  'text-missing': () => m.error_design_text_missing(),
  'text-too-long': ({ max }) => m.error_design_text_too_long({ max: numberOf(max) }),
  'bad-size': () => m.error_design_bad_size(),
  'no-date': () => m.error_design_no_date(),
  'no-raster': () => m.error_design_no_raster(),
  'no-strokes': () => m.error_design_no_strokes(),
  'empty-scan': () => m.error_design_empty_scan(),
  'glyph-data': () => m.error_design_glyph_data(),
};

const CERTIFYING: Texts<PkiErrorCode> = {
  malformed: () => m.error_pki_malformed(),
  'bad-subject': () => m.error_pki_bad_subject(),
  'bad-credit-code': () => m.error_pki_bad_credit_code(),
  'request-signature': () => m.error_pki_request_signature(),
  'unsupported-key': () => m.error_key_unsupported_algorithm(),
  'not-an-issuer': () => m.error_pki_issuing(),
  'key-mismatch': () => m.error_pki_key_mismatch(),
  'outside-issuer-validity': () => m.error_pki_outside_issuer_validity(),
  'bad-validity': () => m.error_pki_bad_validity(),
  'bad-number': () => m.error_pki_issuing(),
  'bad-digest': () => m.error_pki_issuing(),
};

const NAME_PROBLEMS: Readonly<Record<NameProblem, Text>> = {
  'too-short': () => m.error_name_too_short(),
  'too-long': () => m.error_name_too_long(),
  characters: ({ characters }) => m.error_name_characters({ characters: listOf(characters) }),
};

const USE_REFUSALS: Readonly<Record<UseRefusal, () => string>> = {
  'not-yet-valid': () => m.error_use_not_yet_valid(),
  expired: () => m.error_use_expired(),
  revoked: () => m.error_use_revoked(),
  replaced: () => m.error_use_replaced(),
};

const IDENTITY: Texts<CertificateErrorCode> = {
  'company-name': (detail) => nameProblem(detail),
  'no-such-identity': () => m.error_identity_gone(),
  'no-such-seal': () => m.error_seal_unknown_seal(),
  'seal-name': () => m.error_seal_name(),
  'seal-design': () => m.error_seal_design(),
  'not-a-certificate': () => m.error_root_not_a_certificate(),
  'not-a-root': () => m.error_root_not_a_root(),
  'no-such-root': () => m.error_root_gone(),
  'may-not-seal': ({ reason }) => USE_REFUSALS[reason as UseRefusal](),
  'wrong-vault': () => m.error_identity_wrong_vault(),
  'storage-damaged': () => m.error_store_damaged(),
};

const STORING: Texts<StoreErrorCode> = {
  unavailable: () => m.error_store_unavailable(),
  'newer-version': () => m.error_store_newer_version(),
  'bad-workspace': () => m.error_store_bad_workspace(),
};

const REMOTE: Texts<RemoteSealErrorCode> = {
  'bad-message': () => m.error_remote_bad_message(),
  'untrusted-offer': () => m.error_remote_untrusted(),
  'unknown-seal': () => m.error_remote_unknown_seal(),
  'wrong-signature': () => m.error_remote_wrong_signature(),
  'refused-there': () => m.error_remote_refused(),
  'left-there': () => m.error_remote_left(),
  withdrawn: () => m.error_remote_withdrawn(),
  over: () => m.error_remote_over(),
};

const WEAKNESSES: Readonly<Record<PinWeakness, () => string>> = {
  'not-digits': () => m.error_pin_not_digits(),
  'too-short': () => m.error_pin_too_short(),
  'too-long': () => m.error_pin_too_long(),
  repeated: () => m.error_pin_repeated(),
  sequence: () => m.error_pin_sequence(),
  common: () => m.error_pin_common(),
};

function nameProblem(detail: Detail): string {
  const { reason } = detail;
  const known = typeof reason === 'string' && Object.hasOwn(NAME_PROBLEMS, reason);
  return known ? NAME_PROBLEMS[reason as NameProblem](detail) : m.error_name_too_short();
}

/** What is weak about a new PIN, and what to do about it. */
export function describePinWeakness(weakness: unknown): string {
  const known = typeof weakness === 'string' && Object.hasOwn(WEAKNESSES, weakness);
  return known ? WEAKNESSES[weakness as PinWeakness]() : m.error_pin_common();
}

/** By class name: the classes themselves stay in the parts that throw them, which pages load on demand. */
const BY_CLASS: Readonly<Record<string, Texts<string>>> = {
  KeyError: KEY,
  SealError: SEALING,
  ViewError: VIEWING,
  PlacementError: PLACING,
  SealDesignError: DRAWING,
  PkiError: CERTIFYING,
  PdfSyntaxError: READING,
  CertificateError: IDENTITY,
  StoreError: STORING,
  StaffError: STAFF,
  CodeError: CODE,
  SealedError: SEALED,
  OfficeError: OFFICE,
  SetUpError: SETTING_UP,
  LedgerError: LEDGER,
  SyncError: SYNC,
  PlatformError: PLATFORM,
  SupplierError: SUPPLIER,
  EnrolmentError: ENROLMENT,
  CameraError: CAMERA,
  RemoteSealError: REMOTE,
  ArchiveError: ARCHIVE,
  TenderError: TENDER,
  SecrecyError: SECRECY,
  BidError: BID,
  PaperError: PAPER,
};

interface Coded {
  name?: unknown;
  code?: unknown;
  detail?: unknown;
}

/** What the browser itself throws, by `DOMException.name`. */
const BY_BROWSER: Readonly<Record<string, () => string>> = {
  QuotaExceededError: () => m.error_storage_full(),
  NotReadableError: () => m.error_file_unreadable(),
  NotFoundError: () => m.error_file_unreadable(),
  AbortError: () => m.error_cancelled(),
};

/**
 * Says in the person's language what went wrong. Works on errors that crossed from a worker too, as long as
 * `name`, `code` and `detail` came along. What nobody foresaw gets a general text with what is known of it.
 */
export function describeError(error: unknown): ErrorText {
  // Dexie wraps what aborted a transaction, a full disk for instance, into an AbortError of its own.
  const { inner } = (typeof error === 'object' && error !== null ? error : {}) as { inner?: unknown };
  if (typeof inner === 'object' && inner !== null) return describeError(inner);
  const { name, code, detail } = (typeof error === 'object' && error !== null ? error : {}) as Coded;
  if (typeof name === 'string') {
    const texts = typeof code === 'string' ? BY_CLASS[name] : undefined;
    const text = texts && Object.hasOwn(texts, code as string) ? texts[code as string] : undefined;
    if (text) return { text: text((detail ?? {}) as Detail), code: code as string };
    const byBrowser = Object.hasOwn(BY_BROWSER, name) ? BY_BROWSER[name] : undefined;
    if (byBrowser) return { text: byBrowser(), code: name };
  }
  const known = typeof code === 'string' ? code : typeof name === 'string' ? name : typeof error;
  return { title: m.error_unknown_title(), text: m.error_unknown({ code: known }), code: known };
}
