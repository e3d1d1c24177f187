import type {
  BidObstacle,
  BidProblem,
  EnvelopeOutcome,
  SecrecyErrorCode,
  TableProblem,
  TenderErrorCode,
} from '$lib/tender';
import { m } from '$messages';
import { numberOf, textOf, type Texts } from './texts';

/** Why something of a tender cannot be done, and what to do now; of records too, why they do not count. */
export const TENDER: Texts<TenderErrorCode> = {
  'no-platform': () => m.tender_error_no_platform(),
  'not-administrator': () => m.tender_error_not_administrator(),
  'not-expert': () => m.tender_error_not_expert(),
  'not-linked': () => m.tender_error_not_linked(),
  'no-tender': () => m.tender_error_no_tender(),
  cancelled: () => m.tender_error_cancelled(),
  'number-taken': () => m.tender_error_number_taken(),
  'unknown-category': () => m.tender_error_unknown_category(),
  'unknown-supplier': () => m.tender_error_unknown_supplier(),
  'bad-committee': () => m.tender_error_bad_committee(),
  'bad-schedule': () => m.tender_error_bad_schedule(),
  'not-by-invitation': () => m.tender_error_not_by_invitation(),
  'invited-already': () => m.tender_error_invited_already(),
  'not-invited': () => m.tender_error_not_invited(),
  'answered-already': () => m.tender_error_answered_already(),
  'too-late': () => m.tender_error_too_late(),
  'too-early': () => m.tender_error_too_early(),
  'no-such-question': () => m.tender_error_no_such_question(),
  'wrong-number': () => m.tender_error_wrong_number(),
  'known-author': () => m.tender_error_known_author(),
  'same-envelope': () => m.tender_error_same_envelope(),
  'not-committee': () => m.tender_error_not_committee(),
  'published-already': () => m.tender_error_published_already(),
  'wrong-share': () => m.tender_error_wrong_share(),
  'too-few-shares': () => m.tender_error_too_few_shares(),
  'recorded-already': () => m.tender_error_recorded_already(),
  'not-recorded': () => m.tender_error_not_recorded(),
  'envelopes-differ': () => m.tender_error_envelopes_differ(),
  'bad-status': () => m.tender_error_bad_status(),
  'not-assigned': () => m.tender_error_not_assigned(),
  'not-scored': () => m.tender_error_not_scored(),
  'not-declared': () => m.tender_error_not_declared(),
  conflict: () => m.tender_error_conflict(),
  'wrong-scores': () => m.tender_error_wrong_scores(),
  'closed-already': () => m.tender_error_closed_already(),
  'not-closed': () => m.tender_error_not_closed(),
  'awarded-already': () => m.tender_error_awarded_already(),
  'bids-differ': () => m.tender_error_bids_differ(),
  'bad-record': ({ where }) =>
    textOf(where) === ''
      ? m.tender_error_bad_record_plain()
      : m.tender_error_bad_record({ where: textOf(where) }),
};

/** Why what was sealed for a tender does not open. */
export const SECRECY: Texts<SecrecyErrorCode> = {
  damaged: () => m.tender_secrecy_damaged(),
  'too-few-shares': ({ have, need }) =>
    m.tender_secrecy_too_few_shares({ have: numberOf(have), need: numberOf(need) }),
  inconsistent: () => m.tender_secrecy_inconsistent(),
  'wrong-key': () => m.tender_secrecy_wrong_key(),
};

type EnvelopeReason = Extract<EnvelopeOutcome, { reason: unknown }>['reason'];

const ENVELOPES: Readonly<Record<EnvelopeReason, () => string>> = {
  malformed: m.tender_envelope_malformed,
  'wrong-tender': m.tender_envelope_wrong_tender,
  copied: m.tender_envelope_copied,
  'bad-signature': m.tender_envelope_bad_signature,
  'other-company': m.tender_envelope_other_company,
  certificate: m.tender_envelope_certificate,
  'no-file': m.tender_envelope_no_file,
  'not-decrypted': m.tender_envelope_not_decrypted,
};

/** Why an envelope is no bid that counts. @param reason as `openAll` gives it; of a record it may be anything */
export function envelopeProblem(reason: string): string {
  return Object.hasOwn(ENVELOPES, reason)
    ? ENVELOPES[reason as EnvelopeReason]()
    : m.tender_envelope_other({ code: reason });
}

const OBSTACLES: Readonly<Record<BidObstacle, () => string>> = {
  cancelled: m.tender_obstacle_cancelled,
  'too-late': m.tender_obstacle_too_late,
  'not-approved': m.tender_obstacle_not_approved,
  'other-categories': m.tender_obstacle_other_categories,
  'not-invited': m.tender_obstacle_not_invited,
  declined: m.tender_obstacle_declined,
  'not-accepted': m.tender_obstacle_not_accepted,
  'unread-clarifications': m.tender_obstacle_unread_clarifications,
};

/** What keeps a supplier from bidding, and what to do about it. */
export function bidObstacle(obstacle: BidObstacle): string {
  return OBSTACLES[obstacle]();
}

const BID_PROBLEMS: Readonly<Record<BidProblem['code'], (item: { item: string }) => string>> = {
  'row-missing': m.tender_bid_row_missing,
  'row-unknown': m.tender_bid_row_unknown,
  'no-response': m.tender_bid_no_response,
  'no-deviation': m.tender_bid_no_deviation,
  'no-delivery': m.tender_bid_no_delivery,
  'no-price': m.tender_bid_no_price,
  'above-ceiling': () => m.tender_bid_above_ceiling(),
  'total-too-large': () => m.tender_bid_total_too_large(),
};

/** What is missing or wrong in a bid's table. @param itemName of the item that it is about; default its id */
export function bidProblem({ code, item = '' }: BidProblem, itemName: string = item): string {
  return BID_PROBLEMS[code]({ item: itemName });
}

const TABLE_PROBLEMS: Readonly<Record<TableProblem['code'], () => string>> = {
  'no-table': m.tender_table_no_table,
  'unknown-item': m.tender_table_unknown_item,
  'item-twice': m.tender_table_item_twice,
  'bad-deviation': m.tender_table_bad_deviation,
  'bad-days': m.tender_table_bad_days,
  'bad-price': m.tender_table_bad_price,
  'too-long': m.tender_table_too_long,
};

/** What is wrong in a table that was imported, and in which cell. */
export function tableProblem({ code, row, column }: TableProblem): string {
  return m.tender_table_at({ row, column, problem: TABLE_PROBLEMS[code]() });
}
