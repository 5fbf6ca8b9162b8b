/** The path of each task's handler, from the root of the project. The stack knows tasks by these paths only. */
export const taskEntries = {
  authorize: "tasks/api/authorize.ts",
  listTests: "tasks/api/list-tests.ts",
  showTest: "tasks/api/show-test.ts",
  showScore: "tasks/api/show-score.ts",
  appealQuestion: "tasks/api/appeal-question.ts",
  submitTest: "tasks/api/submit-test.ts",
  chooseReminders: "tasks/api/choose-reminders.ts",
  changeCalendar: "tasks/api/change-calendar.ts",
  showCalendar: "tasks/api/show-calendar.ts",
  openRun: "tasks/grading/open-run.ts",
  gradeStudent: "tasks/grading/grade-student.ts",
  closePart: "tasks/grading/close-part.ts",
  closeRun: "tasks/grading/close-run.ts",
  watchDeadline: "tasks/grading/watch-deadline.ts",
  planDay: "tasks/notices/plan-day.ts",
  findWhomToTell: "tasks/notices/find-whom-to-tell.ts",
  closeNotices: "tasks/notices/close-notices.ts",
  mailStudent: "tasks/mail/mail-student.ts",
  mailTrainer: "tasks/mail/mail-trainer.ts",
  reportFailure: "tasks/mail/report-failure.ts",
} as const;

export type TaskName = keyof typeof taskEntries;
