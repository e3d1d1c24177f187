import type { Supplier } from '$lib/supplier';
import type { CertificateProgress } from './progress';
import type { StepShown } from './Steps.svelte';

/** The steps of the manual, chapters 2 and 3. */
export const JOURNEY = ['register', 'profile', 'review', 'certificate', 'bind'] as const;
type JourneyStep = (typeof JOURNEY)[number];

/**
 * Where a supplier is on the way: 注册, 完善信息, 等待审核, 办理数字证书, 绑定.
 *
 * @returns the state of each step, in the order of `JOURNEY`
 */
export function journeyOf(supplier: Supplier, progress: CertificateProgress): StepShown['state'][] {
  const current = currentStep(supplier, progress);
  const at = current === undefined ? JOURNEY.length : JOURNEY.indexOf(current);
  const isTroubled =
    current === 'profile' ? supplier.standing.status === 'rejected' : TROUBLES.has(progress.stage.name);
  return JOURNEY.map((_, index) => {
    if (index !== at) return index < at ? 'done' : 'todo';
    return isTroubled ? 'problem' : 'current';
  });
}

/** The step that is to be done next; undefined when all is done, be a renewal under way or not. */
export function currentStep(
  { standing, approved }: Supplier,
  { stage, bound }: CertificateProgress,
): JourneyStep | undefined {
  if (!approved) return standing.status === 'submitted' ? 'review' : 'profile';
  if (stage.name === 'installed') return 'bind';
  return bound.length > 0 || stage.name === 'no-credit-code' ? undefined : 'certificate';
}

/** Something that was done is to be done anew. */
const TROUBLES: ReadonlySet<string> = new Set([
  'enterprise-rejected',
  'voucher-rejected',
  'expired',
  'revoked',
]);
