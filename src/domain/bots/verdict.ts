/** Why a request is taken for a bot's, and by which version of the rules: so that a wrong verdict can be taken back. */
export interface BotVerdict {
  readonly bot: boolean;
  readonly reasons: readonly string[];
  readonly rulesVersion: number;
}
