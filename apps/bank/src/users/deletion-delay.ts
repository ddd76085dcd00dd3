/** From the request that an account be deleted to its deletion: 7 days. */
export const DELETION_SECONDS = 7 * 86_400;
