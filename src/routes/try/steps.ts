/** What setting up is made of, in this order. */
export const SET_UP_STEPS = ['platform', 'operator', 'certified', 'expert', 'supplier'] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];
