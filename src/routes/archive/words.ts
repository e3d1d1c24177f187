import type { TenderState } from '$lib/tender';
import type { ArchivedFile, ArchiveReport, CheckName, Note, Verdict } from '$lib/tender/archive';
import type { Status } from '$lib/ui';
import { m } from '$messages';
import { kindText } from '../audit/kinds';
import { describeError } from '../error-text';
import { describeReason } from '../errors/reasons';
import { yuan } from '../platforms/money';
import { companyOf } from '../tenders/result/view';
import { bidStatusWord } from '../tenders/result/summary';

const CHECKS: Readonly<Record<CheckName, () => string>> = {
  files: m.archive_check_files,
  records: m.archive_check_records,
  platform: m.archive_check_platform,
  tender: m.archive_check_tender,
  'opening-key': m.archive_check_opening_key,
  opening: m.archive_check_opening,
  ranking: m.archive_check_ranking,
};

export function checkWord(check: CheckName): string {
  return CHECKS[check]();
}

/** How the verdict of a check looks; undefined: it was not made. */
export function verdictLooks(verdict: Verdict | undefined): { status: Status; word: string } {
  if (verdict === 'good') return { status: 'valid', word: m.archive_state_good() };
  if (verdict === 'attention') return { status: 'pending', word: m.archive_state_attention() };
  if (verdict === 'bad') return { status: 'invalid', word: m.archive_state_bad() };
  return { status: 'offline', word: m.archive_state_unmade() };
}

const FILE_KINDS: Readonly<Record<ArchivedFile['kind'], () => string>> = {
  document: m.archive_kind_document,
  clarification: m.archive_kind_clarification,
  envelope: m.archive_kind_envelope,
  'opening-record': m.archive_kind_opening_record,
  'bid-file': m.archive_kind_bid_file,
};

export function fileKindWord(kind: ArchivedFile['kind']): string {
  return FILE_KINDS[kind]();
}

/** What a check has found, for people. */
export function noteText(note: Note, report: Pick<ArchiveReport, 'state' | 'tender'>): string {
  switch (note.code) {
    case 'file-missing':
      return m.archive_note_file_missing({ path: note.path });
    case 'file-altered':
      return m.archive_note_file_altered({ path: note.path });
    case 'file-unexpected':
      return m.archive_note_file_unexpected({ path: note.path });
    case 'file-left-out':
      return m.archive_note_file_left_out({ kind: fileKindWord(note.kind), name: note.name });
    case 'record-refused': {
      const kind = note.kind === undefined ? m.archive_note_record_unknown() : kindText(note.kind);
      const reason = describeReason({ reason: note.reason });
      return m.archive_note_record_refused({ position: note.position, kind, reason });
    }
    case 'record-count':
      return m.archive_note_record_count({ listed: note.listed, found: note.found });
    case 'time-backwards':
      return m.archive_note_time_backwards({ position: note.position });
    case 'no-platform':
      return m.archive_note_no_platform();
    case 'no-tender':
      return m.archive_note_no_tender();
    case 'no-result':
      return m.archive_note_no_result();
    case 'no-opening-key':
      return m.archive_note_no_opening_key({ reason: keyProblem(note.reason) });
    case 'opening-differs':
      return openingText(note, report.tender);
    default:
      return winnerText(note, report);
  }
}

function keyProblem(reason: string): string {
  if (reason === 'unknown') return m.archive_note_no_opening_key_unknown();
  return describeError({ name: 'SecrecyError', code: reason }).text;
}

type Of<Code extends Note['code']> = Extract<Note, { code: Code }>;

function openingText(note: Of<'opening-differs'>, tender: ArchiveReport['tender']): string {
  const n = [...(tender?.envelopes.keys() ?? [])].indexOf(note.envelope) + 1;
  switch (note.problem) {
    case 'left-out':
      return m.archive_note_opening_left_out({ n });
    case 'unknown':
      return m.archive_note_opening_unknown();
    case 'company':
      return m.archive_note_opening_company({ n });
    case 'price':
      return m.archive_note_opening_price({ n });
    case 'delivery':
      return m.archive_note_opening_delivery({ n });
    case 'status': {
      const [recorded, found] = [note.recorded, note.found].map((one) =>
        one ? bidStatusWord(one.status) : '',
      );
      return m.archive_note_opening_status({ n, recorded: recorded!, found: found! });
    }
  }
}

function winnerText(
  note: Of<'winner-not-first' | 'winner-not-ranked' | 'amount-differs'>,
  { state, tender }: { state: TenderState; tender?: ArchiveReport['tender'] },
): string {
  const company = tender ? companyOf(state, tender, note.supplier) : note.supplier.slice(0, 8);
  if (note.code === 'winner-not-first') return m.archive_note_winner_not_first({ company, rank: note.rank });
  if (note.code === 'winner-not-ranked') return m.archive_note_winner_not_ranked({ company });
  const [amount, total] = [yuan(note.amountFen), yuan(note.totalFen)];
  return m.archive_note_amount_differs({ company, amount, total });
}
