/*
 * meaning.h - what an errno of a call means to somebody who learns sockets.
 */
#ifndef LAB_MEANING_H
#define LAB_MEANING_H

/*
 * One or two sentences on a call that failed with err, and what to do; NULL
 * where nothing is to be said beyond strerror(3). Never freed.
 */
const char *meaning_find(const char *call, int err);

#endif
