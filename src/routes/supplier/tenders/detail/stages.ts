import type { RecordId } from '$lib/ledger';
import { phaseOf, unreadClarifications, type Question, type Tender } from '$lib/tender';
import { m } from '$messages';

/** An entry of a project's page: where it leads to and how it stands. */
interface StageEntry {
  label: string;
  /** missing as long as there is nothing to go to */
  href?: string;
  note?: string;
  /** something waits for the supplier */
  isUrgent?: boolean;
}

export interface Stage {
  label: string;
  state: 'done' | 'current' | 'todo';
  entries: readonly StageEntry[];
}

/**
 * A project in the stages of the manual's chapter 6 (四): 项目准备, 投标, 开标, 结束.
 *
 * @param read of the clarifications; undefined as long as nobody knows
 */
export function stagesOf(
  tender: Tender,
  supplier: RecordId,
  now: number,
  read: ReadonlySet<RecordId> | undefined,
): Stage[] {
  const phase = phaseOf(tender, now);
  const isOver = phase === 'awarded' || phase === 'cancelled';
  const isClosed = isOver || now >= tender.schedule.bidsUntil;
  const unread = read ? unreadClarifications(tender, read).length : 0;
  return [
    {
      label: m.tendersupplier_stage_prepare(),
      state: isClosed ? 'done' : phase === 'questions' ? 'current' : 'done',
      entries: [
        { label: m.tender_info(), href: '#info' },
        { label: m.tendersupplier_notice(), href: '#notice', ...noticeNote(tender) },
        ...(tender.access === 'invited'
          ? [
              {
                label: m.tendersupplier_invitation(),
                href: '#invitation',
                ...invitationNote(tender, supplier),
              },
            ]
          : []),
        { label: m.tender_documents(), href: '#documents', note: filesOf(tender.documents.length) },
        {
          label: m.tendersupplier_clarifications(),
          href: '#clarifications',
          ...(unread > 0
            ? { note: m.tendersupplier_unread({ n: unread }), isUrgent: !isClosed }
            : { note: countOf(tender.clarifications.length) }),
        },
        {
          label: m.tendersupplier_questions(),
          href: '#questions',
          note: countOf(visibleQuestions(tender, supplier).length),
        },
      ],
    },
    {
      label: m.tendersupplier_stage_bid(),
      state: isClosed ? 'done' : phase === 'bidding' ? 'current' : 'todo',
      entries: [{ label: m.tendersupplier_stage_bid(), href: '#bid' }],
    },
    {
      label: m.tendersupplier_stage_opening(),
      state: isOver ? 'done' : isClosed ? 'current' : 'todo',
      entries: [
        {
          label: m.tendersupplier_hall(),
          ...(isClosed && phase !== 'cancelled'
            ? { href: `/tenders/hall?id=${tender.id}` }
            : { note: m.tendersupplier_not_yet() }),
        },
        {
          label: m.tendersupplier_result(),
          ...(phase === 'awarded'
            ? { href: `/tenders/result?id=${tender.id}` }
            : { note: m.tendersupplier_not_yet() }),
        },
      ],
    },
    {
      label: m.tendersupplier_stage_end(),
      state: isOver ? 'current' : 'todo',
      entries: isOver
        ? [
            {
              label: phase === 'awarded' ? m.tender_phase_awarded() : m.tender_phase_cancelled(),
              href: phase === 'awarded' ? `/tenders/result?id=${tender.id}` : '#notice',
            },
          ]
        : [],
    },
  ];
}

/** Questions that a supplier can see: their own, and what was answered for all. The newest first. */
export function visibleQuestions(tender: Pick<Tender, 'questions'>, supplier: RecordId): Question[] {
  return [...tender.questions.values()]
    .filter((question) => question.answer !== undefined || question.supplier === supplier)
    .reverse();
}

function filesOf(n: number): string {
  return n === 0 ? m.tendersupplier_count_none() : m.tendersupplier_count_files({ n });
}

function countOf(n: number): string {
  return n === 0 ? m.tendersupplier_count_none() : m.tendersupplier_count({ n });
}

function noticeNote({ extensions, cancelled }: Tender): Partial<StageEntry> {
  if (cancelled) return { note: m.tender_phase_cancelled(), isUrgent: true };
  return extensions.length > 0
    ? { note: m.tender_extension_count({ n: extensions.length }), isUrgent: true }
    : {};
}

function invitationNote(tender: Tender, supplier: RecordId): Partial<StageEntry> {
  const answer = tender.invitations.get(supplier)?.answer;
  if (answer === 'accepted') return { note: m.tendersupplier_invitation_accepted() };
  if (answer === 'declined') return { note: m.tendersupplier_invitation_declined() };
  return { note: m.tendersupplier_invitation_open(), isUrgent: true };
}
