/** What kind of organisation registers (manual 2.3). The first is chosen to begin with. */
export const ACCOUNT_TYPES = [
  /** 境内企业 */
  'domestic-enterprise',
  /** 境外企业 */
  'overseas-enterprise',
  /** 个体工商户 */
  'sole-proprietor',
  /** 事业单位 */
  'public-institution',
  /** 社会组织 */
  'social-organisation',
  /** 其他组织: partnerships of professionals, cooperatives, branches */
  'other-organisation',
] as const;

export type AccountType = (typeof ACCOUNT_TYPES)[number];

export const DEFAULT_ACCOUNT_TYPE: AccountType = 'domestic-enterprise';

/**
 * Whether organisations of a type have a unified social credit code (GB 32100). One from abroad has the number under
 * which its own country registered it; without a code it gets no company certificate.
 */
export function hasCreditCode(type: AccountType): boolean {
  return type !== 'overseas-enterprise';
}
