/** Environment variable that names the folder of a test run's cloud assemblies. */
export const assembliesVariable = "TEST_TIME_ASSEMBLIES";
