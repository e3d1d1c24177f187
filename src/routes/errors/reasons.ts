import { m } from '$messages';
import { enrolmentRefusal } from './enrolment';
import { staffRuleText } from './staff';
import { SUPPLIER } from './supplier';
import { TENDER } from './tender';

/** What is known of a record that does not count. */
interface Refused {
  /** the fold's: see `RejectReason` */
  reason?: string;
  /** more about it: of `not-permitted` the rule's own code */
  detail?: string;
  /** of the record */
  kind?: string;
}

/** The fold's reasons that say everything by themselves. */
const OF_THE_FOLD: Readonly<Record<string, () => string>> = {
  malformed: m.audit_reason_malformed,
  'wrong-platform': m.audit_reason_wrong_platform,
  'unknown-author': m.audit_reason_unknown_author,
  'bad-signature': m.audit_reason_bad_signature,
  duplicate: m.audit_reason_duplicate,
  'duplicate-slot': m.audit_reason_duplicate_slot,
  'chain-gap': m.audit_reason_chain_gap,
  'reducer-failed': m.audit_reason_reducer_failed,
};

/** Why a record has no effect, in the person's language. */
export function describeReason({ reason = '', detail = '', kind = '' }: Refused): string {
  const own = textIn(OF_THE_FOLD, reason);
  if (own !== undefined) return own;
  if (reason === 'unknown-kind') return m.audit_reason_unknown_kind({ kind: detail || kind });
  if (reason === 'bad-body') return m.audit_reason_bad_body({ where: detail });
  const rule = reason === 'not-permitted' ? ruleText(kind, detail) : undefined;
  return rule ?? m.office_reason_other({ code: [reason, detail].filter(Boolean).join(': ') });
}

/** Each domain's rules have their own codes, some of which mean something else in another one. */
function ruleText(kind: string, code: string): string | undefined {
  const [domain = ''] = kind.split('.');
  if (['platform', 'staff', 'issuer'].includes(domain)) return staffRuleText(code);
  if (['supplier', 'device'].includes(domain)) {
    return Object.hasOwn(SUPPLIER, code) ? SUPPLIER[code as keyof typeof SUPPLIER]({}) : undefined;
  }
  if (['tender', 'bid', 'opening', 'evaluation', 'award'].includes(domain)) {
    return Object.hasOwn(TENDER, code) ? TENDER[code as keyof typeof TENDER]({}) : undefined;
  }
  return enrolmentRefusal(kind, code);
}

/** Why the platform has not taken a record, or it cannot be sent as it is. */
const NOT_TAKEN: Readonly<Record<string, () => string>> = {
  'file-missing': m.outbox_refused_file_missing,
  'file-damaged': m.outbox_refused_file_damaged,
  'too-large': m.outbox_refused_too_large,
  'not-a-record': m.outbox_error_malformed,
  'chain-gap': m.outbox_lost,
  'not-permitted': m.nats_refused_not_permitted,
  'place-taken': m.nats_refused_place_taken,
};

/** Why a record in the outbox is refused, in the person's language. */
export function describeRefusal(reason: string): string {
  return textIn(NOT_TAKEN, reason) ?? m.outbox_refused_other({ code: reason });
}

function textIn(texts: Readonly<Record<string, () => string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key]?.() : undefined;
}
