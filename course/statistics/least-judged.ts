/** With fewer students nothing is said about a question: chance looks like a fault. */
export const leastJudged = 20;
