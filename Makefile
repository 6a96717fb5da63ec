# socket-lab: `make deps run` to start, `make deps test` to check, `make help`
# for the rest.

VERSION = 0.1.0

PREFIX = /usr/local
DESTDIR =
SAN =
WERROR =
BUILD = $(if $(SAN),build-san,build)
PKG_CONFIG = pkg-config
ARGS =
T =
TIMES =

Q = $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),@:,@printf '  %-8s%s\n')

bindir = $(DESTDIR)$(PREFIX)/bin
mandir = $(DESTDIR)$(PREFIX)/share/man/man1
docdir = $(DESTDIR)$(PREFIX)/share/doc/socket-lab
datadir = $(PREFIX)/share/socket-lab
localedir = $(PREFIX)/share/locale

# ---- flags ----

OPT = -O2 -g
SAN_FLAGS = $(if $(SAN),-fsanitize=address$(comma)undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)
comma = ,
# A warning that a newer compiler has is no reason not to build; where changes
# are tried (.ci/run) it is one.
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -DLAB_VERSION='\"$(VERSION)\"' \
	-Wall -Wextra $(if $(filter 1,$(WERROR)),-Werror) $(OPT) $(SAN_FLAGS) \
	-I. -I$(BUILD) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SAN_FLAGS) $(LDFLAGS)
# Where it was built is not part of a program: two folders give equal ones.
PREFIX_MAP = -ffile-prefix-map='$(CURDIR)=.' -ffile-prefix-map='$(BUILD)=build'

# What pkg-config says of each library, or plain -l where it does not know.
# Asked in recipes only: `make deps all` may install pkg-config on its way.
# libresolv is part of libc; base64 stands in it (resolv.h).
LIBS = ncursesw libmnl md4c yaml-0.1 jansson resolv
plain_ncursesw = -lncursesw
plain_libmnl = -lmnl
plain_md4c = -lmd4c
plain_yaml-0.1 = -lyaml
plain_jansson = -ljansson
plain_resolv = -lresolv
plain_cmocka = -lcmocka
cflags_of = $(foreach lib,$(1),$$($(PKG_CONFIG) --cflags $(lib) 2>/dev/null))
libs_of = $(foreach lib,$(1),$$($(PKG_CONFIG) --libs $(lib) 2>/dev/null || \
	echo $(plain_$(lib))))

# ---- files ----

LIB_NAMES = widgets lessons lab
ARCHIVES = $(LIB_NAMES:%=$(BUILD)/lib%.a)
# All files of that kind in a folder and in those below it, three levels deep.
files_in = $(sort $(foreach level,* */* */*/*,\
	$(wildcard $(1)/$(level:%*=%$(2)))))
sources_of = $(call files_in,$(1),*.c)
objects_of = $(patsubst %.c,$(BUILD)/%.o,$(call sources_of,$(1)))

PROGRAM = $(BUILD)/socket-lab
MANUAL = $(BUILD)/socket-lab.1
LESSONS = $(sort $(wildcard lessons/*.md))
WORDS = $(sort $(wildcard lessons/words/*.md))
# lessons/LANG/NN-name.md, lessons/LANG/bench.md, lessons/LANG/words/NAME.md.
TRANSLATED = $(sort $(wildcard lessons/*/[0-9]*.md lessons/*/bench.md \
	lessons/*/words/*.md))
# Those within others first, as rmdir(1) wants them.
TRANSLATED_DIRS = $(sort $(filter %/words/,$(dir $(TRANSLATED)))) \
	$(sort $(patsubst %/words/,%/,$(dir $(TRANSLATED))))
# Scripts that prove a sentence of those which no lesson proves.
PROOFS = $(sort $(wildcard tests/lessons/glossary/proofs/*.lab))
DOCUMENTS = README.md LESSONS.md LICENSE
EJECT = $(sort $(wildcard lessons/eject/template/*))
HELP = $(sort $(wildcard lessons/commands/help/*.txt))
RECORDINGS = $(sort $(wildcard lessons/recordings/*.json))
THE_BENCH = widgets/lesson/bench.md
# The program's words in other languages, and where the built ones are found.
LANGUAGES = $(patsubst po/%.po,%,$(sort $(wildcard po/*.po)))
MESSAGES = LC_MESSAGES/socket-lab.mo
TRANSLATIONS = $(LANGUAGES:%=$(BUILD)/translations/%/$(MESSAGES))
# The tests are laid out as what they test; those of the whole program are in
# tests/program, what several of them share is in tests/support.
TEST_SOURCES = $(call files_in,tests,test_*.c)
TESTS = $(TEST_SOURCES:%.c=$(BUILD)/%)
TEST_SHARED = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))
BENCH_SOURCES = $(wildcard tests/bench/*.c)
# What makes calls and allocations fail, and is run by tests/program/faults.sh.
FAULTS_SOURCES = $(wildcard tests/faults/faults*.c)
FAULTS = $(addprefix $(BUILD)/tests/faults/,faults preload_alloc.so)
# Those that take long come first, so that none is waited for at the end.
LONG_TESTS = guard.sh eject.sh faults.sh lessons.sh test_tracepoint \
	test_slow_reader keys.sh tmux.sh leftovers.sh build.sh wire.sh recordings.sh \
	programs.sh eject_folder.sh test_loopback_random
SHELL_TOOLS = $(addprefix tests/,run.sh deps.sh shell.sh locale.sh)
SHELL_TESTS = $(filter-out $(SHELL_TOOLS),$(wildcard tests/*.sh tests/program/*.sh))
ALL_TESTS = $(foreach name,$(LONG_TESTS),\
	$(filter %/$(name),$(SHELL_TESTS) $(TESTS))) \
	$(filter-out $(addprefix %/,$(LONG_TESTS)),$(SHELL_TESTS) $(TESTS))
# Those of the tests whose names have one of these words in them.
named = $(foreach test,$(ALL_TESTS),\
	$(if $(strip $(foreach word,$(1),$(findstring $(word),$(notdir $(test))))),\
	$(test)))
LAYERS = lab lessons widgets tests
PROGRAM_C = main.c $(foreach layer,lab lessons widgets,$(call files_in,$(layer),*.c))
ALL_C = main.c $(foreach layer,$(LAYERS),$(call files_in,$(layer),*.c))
# Not what ejected programs are made from: that has a form of its own.
ALL_H = $(filter-out $(EJECT),\
	$(foreach layer,$(LAYERS),$(call files_in,$(layer),*.h)))
# What may say something: a macro in a header can be a row of a table.
SPEAKS = $(PROGRAM_C) $(filter-out tests/%,$(ALL_H))

# ---- targets ----

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all help deps run recordings pot test check unit tests faults bench systems \
	kernels nightly pseudo install uninstall metrics format lint clean FORCE

all: $(PROGRAM) $(TRANSLATIONS) $(MANUAL)

help:
	@echo 'deps       install what is missing (compiler, libraries)'
	@echo 'all        build $(PROGRAM)'
	@echo 'run        build and start it; ARGS="2" opens lesson 2'
	@echo 'test       build and run every test; T="tmux lane" those that have'
	@echo '           one of these words in their names; TIMES=1 the slowest'
	@echo 'check      the same; unit: only the tests that are written in C'
	@echo 'systems    try all of it in clean Debian systems; needs root'
	@echo 'kernels    run the lessons on other kernels; KERNELS="6.1 sid"'
	@echo 'faults     make every system call and allocation fail once'
	@echo 'nightly    all that .ci/run has no time for: systems, kernels,'
	@echo '           faults, pseudo'
	@echo 'pseudo     find what can not be translated, in a made-up language'
	@echo 'recordings record lessons whose recordings are out of date'
	@echo 'bench      measure what the program costs, beside its limits'
	@echo 'pot        gather what the program says, for translators; updates po/'
	@echo 'install    into $$(DESTDIR)$$(PREFIX); uninstall takes it out again'
	@echo 'metrics    sizes of functions and files, comments, globals'
	@echo 'format     clang-format; lint: clang-tidy and cppcheck'
	@echo 'clean      remove build and build-san'
	@echo 'Variables: CC CPPFLAGS CFLAGS LDFLAGS BUILD PREFIX DESTDIR'
	@echo '           SAN=1 WERROR=1 V=1'

deps:
	@CC='$(CC)' sh tests/deps.sh

# With `deps` among the goals nothing is built before it is done, -j or not.
BEFORE = $(filter deps,$(MAKECMDGOALS))

# Records of what things were built with: rewritten only when they change, so
# that another compiler or flag rebuilds what it concerns.
record = @mkdir -p $(@D); printf '%s\n' "$(1)" > $@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BUILD)/compiler: FORCE | $(BEFORE)
	$(call record,$(CC) $(ALL_LDFLAGS))
$(BUILD)/cflags: FORCE | $(BEFORE)
	$(call record,$(ALL_CFLAGS) $(call cflags_of,$(LIBS)))
$(BUILD)/libs: FORCE | $(BEFORE)
	$(call record,$(call libs_of,$(LIBS)))
$(BUILD)/test-libs: FORCE | $(BEFORE)
	$(call record,$(call libs_of,cmocka) -lm -lutil)
$(BUILD)/paths: FORCE | $(BEFORE)
	$(call record,-DLAB_LESSONS_DIR='\"$(datadir)/lessons\"' \
		-DLAB_LOCALE_DIR='\"$(localedir)\"')

# ---- generated sources ----

# The names of this system's socket constants, from its own headers.
$(BUILD)/symbols.inc: lab/base/symbol_headers.h lab/base/symbols.awk \
		$(BUILD)/compiler $(BUILD)/cflags
	$(say) GEN $@
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(CPPFLAGS) $(CFLAGS) -dM -E -x c \
		lab/base/symbol_headers.h | LC_ALL=C sort | \
		awk -f lab/base/symbols.awk >$@.tmp
	$(Q)mv $@.tmp $@
$(BUILD)/lab/base/symbol.o: $(BUILD)/symbols.inc

# The shipped lessons, the words, what ejected lessons have in common, and so
# on, as C strings; a file that is gone counts as well.
embed = LC_ALL=C awk -v list=$(1) -f lessons/lesson/embed.awk $(2) </dev/null
EMBEDDED = $(LESSONS) $(WORDS) $(TRANSLATED) $(PROOFS) $(EJECT) \
	$(RECORDINGS) $(HELP) $(THE_BENCH)
$(BUILD)/lessons.list: FORCE | $(BEFORE)
	$(call record,$(EMBEDDED))
$(BUILD)/embedded.inc: lessons/lesson/embed.awk $(EMBEDDED) $(BUILD)/lessons.list
	$(say) GEN $@
	$(Q)$(call embed,embedded_lessons,$(LESSONS)) >$@.tmp
	$(Q)$(call embed,embedded_words,$(WORDS)) >>$@.tmp
	$(Q)$(call embed,embedded_translations -v below=lessons/,$(TRANSLATED)) \
		>>$@.tmp
	$(Q)$(call embed,embedded_proofs,$(PROOFS)) >>$@.tmp
	$(Q)$(call embed,embedded_eject,$(EJECT)) >>$@.tmp
	$(Q)$(call embed,embedded_recordings,$(RECORDINGS)) >>$@.tmp
	$(Q)$(call embed,embedded_help,$(HELP)) >>$@.tmp
	$(Q)$(call embed,embedded_bench,$(THE_BENCH)) >>$@.tmp
	$(Q)mv $@.tmp $@
$(BUILD)/lessons/lesson/embedded.o: $(BUILD)/embedded.inc

# ---- objects, libraries, programs ----

$(BUILD)/%.o: %.c $(BUILD)/cflags $(BUILD)/compiler
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) @$(BUILD)/cflags $(PREFIX_MAP) $(PATHS) -MMD -MP -c -o $@ $<

# Only these know where the lessons are installed.
PATH_OBJECTS = $(BUILD)/main.o $(BUILD)/lessons/lesson/folders.o
$(PATH_OBJECTS): $(BUILD)/paths
$(PATH_OBJECTS): PATHS = @$(BUILD)/paths

$(BUILD)/liblab.a: $(call objects_of,lab)
$(BUILD)/liblessons.a: $(call objects_of,lessons)
$(BUILD)/libwidgets.a: $(call objects_of,widgets)
$(BUILD)/libtests.a: $(TEST_SHARED)
$(BUILD)/lib%.a: $(BUILD)/compiler
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(PROGRAM): $(BUILD)/main.o $(ARCHIVES) $(BUILD)/libs
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(BUILD)/main.o $(ARCHIVES) \
		@$(BUILD)/libs

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(BUILD)/libtests.a $(ARCHIVES) \
		$(BUILD)/libs $(BUILD)/test-libs
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< $(BUILD)/libtests.a $(ARCHIVES) \
		@$(BUILD)/libs @$(BUILD)/test-libs

# Made without the sanitizers: ASan has an allocator of its own, and is not to
# look at what looks on.
PLAIN = -std=c17 -D_GNU_SOURCE -Wall -Wextra $(OPT) -I. $(CFLAGS)
$(BUILD)/tests/faults/preload_alloc.so: tests/faults/preload_alloc.c $(BUILD)/compiler
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(PLAIN) -shared -fPIC -o $@ $<
$(BUILD)/tests/faults/faults: $(FAULTS_SOURCES) $(wildcard tests/faults/*.h) \
		$(BUILD)/compiler
	$(say) LINK $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(PLAIN) $(LDFLAGS) -o $@ $(FAULTS_SOURCES) -lutil

# The manual page has the keys from the program's own table.
$(MANUAL): socket-lab.1 $(PROGRAM)
	$(say) GEN $@
	$(Q)$(PROGRAM) keys --format mdoc >$@.keys
	$(Q)sed -e '/^\.\\" the keys$$/{r $@.keys' -e 'd' -e '}' socket-lab.1 >$@.tmp
	$(Q)mv $@.tmp $@

run: $(PROGRAM)
	@$(PROGRAM) $(ARGS)

# Run every lesson, and record anew those that come out otherwise than their
# recordings say, or have none. A recording whose lesson is gone goes as well.
recordings: $(PROGRAM)
	@$(PROGRAM) record --to lessons/recordings $(LESSONS)
	$(Q)rm -f $(filter-out $(LESSONS:lessons/%.md=lessons/recordings/%.json),\
		$(RECORDINGS))

# Build every test without running one.
tests: $(TESTS) $(FAULTS) $(PROGRAM)

# ---- translations ----

$(BUILD)/translations/%/$(MESSAGES): po/%.po
	$(say) MSGFMT $@
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

# What looks texts up: `_` and N_, and who takes the format of a message.
KEYWORDS = _ N_ translate_n:1,2 err_input:2 err_machine:2 err_system:3 \
	err_prefix:2 problems_add:3 problems_warn:3 misused:1 \
	lab_give_up:2 script_refuse:2 lesson_say:3
POT = $(BUILD)/socket-lab.pot
HELP_MESSAGES = $(POT:.pot=-help.c)
$(POT): $(SPEAKS) lessons/commands/help.awk $(HELP)
	$(say) XGETTEXT $@
	@mkdir -p $(@D)
	$(Q)awk -f lessons/commands/help.awk $(HELP) >$(HELP_MESSAGES)
	$(Q)LC_ALL=C xgettext --from-code=UTF-8 --package-name=socket-lab --sort-by-file \
		--add-comments=TRANSLATORS --keyword $(KEYWORDS:%=--keyword=%) \
		-o $@ $(SPEAKS) $(HELP_MESSAGES)
	@# When it was made would change po/ each time, for nothing.
	$(Q)sed -i -e '/^"POT-Creation-Date:/d' -e '/^"Report-Msgid-Bugs-To:/d' $@
pot: $(POT)
	$(Q)for language in $(LANGUAGES); do \
		msgmerge --quiet --update --backup=none po/$$language.po $(POT) || \
			exit; \
	done

# Under another name, so that `make -n test` runs nothing.
THIS_MAKE = $(MAKE)
RUN_TESTS = TEST_TIMES=$(TIMES) BUILD=$(BUILD) PREFIX=$(PREFIX) CC='$(CC)' WERROR=$(WERROR) \
	MAKE="$(THIS_MAKE)" sh tests/run.sh
CHOSEN = $(if $(T),$(call named,$(T)),$(ALL_TESTS))
# A word that no test has in its name is a mistake.
UNKNOWN = $(strip $(foreach word,$(T),\
	$(if $(strip $(call named,$(word))),,$(word))))
test: $(if $(UNKNOWN),,$(filter $(TESTS),$(CHOSEN)) $(PROGRAM) \
		$(if $(filter %/faults.sh,$(CHOSEN)),$(FAULTS)))
	$(if $(UNKNOWN),@echo 'make: no test is named $(UNKNOWN)' >&2; exit 2)
	@$(RUN_TESTS) $(CHOSEN)
check: test

unit: $(TESTS) $(PROGRAM)
	@$(RUN_TESTS) $(TESTS)

# Other systems than this one, as they come: the README's two commands in each.
# SYSTEMS names some of them, CACHE a folder for what was downloaded.
SYSTEMS =
CACHE =
systems:
	@CACHE='$(CACHE)' sh tests/systems/run.sh $(SYSTEMS)

# Other kernels than this one, in an emulator. KERNELS names some of them.
KERNELS =
kernels: $(PROGRAM)
	@CACHE='$(CACHE)' BUILD=$(BUILD) sh tests/kernels/run.sh $(KERNELS)

nightly: systems kernels faults pseudo

# What is not translated, in a language that nobody speaks.
pseudo: $(PROGRAM) $(BUILD)/socket-lab.pot
	@BUILD=$(BUILD) LAB_REQUIRE_NETNS=1 sh tests/pseudo/run.sh

# Every row of "what it must cost", measured.
BENCH_OBJECTS = $(BENCH_SOURCES:%.c=$(BUILD)/%.o)
$(BUILD)/bench: $(BENCH_OBJECTS) $(ARCHIVES) $(BUILD)/libs
	$(say) LINK $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(BENCH_OBJECTS) $(ARCHIVES) \
		@$(BUILD)/libs
# Every fault there is to be made, where `make test` makes a sample.
faults: $(FAULTS) $(PROGRAM)
	@FAULTS=all TEST_TIMEOUT=36000 $(RUN_TESTS) tests/program/faults.sh

bench: $(BUILD)/bench $(PROGRAM)
	@$(BUILD)/bench $(PROGRAM)

install: all
	install -d '$(bindir)' '$(mandir)' '$(docdir)' \
		'$(DESTDIR)$(datadir)/lessons/recordings' \
		'$(DESTDIR)$(datadir)/lessons/words'
	install -m 755 $(PROGRAM) '$(bindir)/socket-lab'
	sed 's|/usr/local|$(PREFIX)|' $(MANUAL) >$(MANUAL).installed
	install -m 644 $(MANUAL).installed '$(mandir)/socket-lab.1'
	install -m 644 $(DOCUMENTS) '$(docdir)'
	install -m 644 $(LESSONS) '$(DESTDIR)$(datadir)/lessons'
	install -m 644 $(WORDS) '$(DESTDIR)$(datadir)/lessons/words'
	install -m 644 $(RECORDINGS) '$(DESTDIR)$(datadir)/lessons/recordings'
	for file in $(TRANSLATED); do \
		install -D -m 644 $$file '$(DESTDIR)$(datadir)'/$$file || exit; \
	done
	for language in $(LANGUAGES); do \
		install -D -m 644 $(BUILD)/translations/$$language/$(MESSAGES) \
			'$(DESTDIR)$(localedir)'/$$language/$(MESSAGES) || exit; \
	done

# What install put there; its own folders too where nothing else is in them.
uninstall:
	rm -f '$(bindir)/socket-lab' '$(mandir)/socket-lab.1'
	cd '$(DESTDIR)$(datadir)/lessons' 2>/dev/null && \
		rm -f $(notdir $(LESSONS)) $(WORDS:lessons/%=%) \
		$(TRANSLATED:lessons/%=%) $(RECORDINGS:lessons/%=%) || true
	rm -f $(DOCUMENTS:%='$(docdir)/%')
	rm -f $(LANGUAGES:%='$(DESTDIR)$(localedir)'/%/$(MESSAGES))
	-rmdir $(patsubst %,'$(DESTDIR)$(datadir)/%',$(TRANSLATED_DIRS)) \
		'$(DESTDIR)$(datadir)/lessons/recordings' \
		'$(DESTDIR)$(datadir)/lessons/words' \
		'$(DESTDIR)$(datadir)/lessons' '$(DESTDIR)$(datadir)' \
		'$(docdir)' 2>/dev/null

metrics:
	@LC_ALL=C awk -f tests/metrics.awk $(ALL_C) $(ALL_H)

format:
	clang-format -i $(ALL_C) $(ALL_H)

# Whichever of the three is there; every finding is shown, any one fails.
TIDY = clang-tidy --quiet "$$@" -- -Wno-unknown-warning-option \
	$$(tr -d "\047" <$(BUILD)/cflags) $$(tr -d "\047" <$(BUILD)/paths)
# What cppcheck can't follow across two conditions gcc and ASan look at.
CPPCHECK = cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
	--enable=warning,portability,performance -D_GNU_SOURCE -I. \
	--suppress=missingIncludeSystem --suppress=uninitvar \
	--suppress=arrayIndexOutOfBounds --suppress=ctunullpointer --suppress=nullPointer \
	--suppress=arrayIndexOutOfBoundsCond
lint: $(BUILD)/cflags $(BUILD)/paths $(BUILD)/symbols.inc \
		$(BUILD)/embedded.inc
	@found=0; \
	has() { command -v $$1 >/dev/null || ! echo "lint: no $$1 here"; }; \
	if has clang-format; then \
		clang-format --dry-run -Werror $(ALL_C) $(ALL_H) || found=1; \
	fi; \
	if has clang-tidy; then \
		printf '%s\n' $(ALL_C) | xargs -P 4 -n 6 \
			sh -c '$(TIDY)' tidy || found=1; \
	fi; \
	if has cppcheck; then $(CPPCHECK) $(ALL_C) || found=1; fi; \
	exit $$found

# A BUILD of your own is removed only if it looks like one of ours.
clean:
	$(Q)rm -rf build build-san
	$(Q)if [ -f '$(BUILD)/cflags' ]; then rm -rf '$(BUILD)'; fi

FORCE:

-include $(call files_in,$(BUILD),*.d) $(wildcard $(BUILD)/*/*/*/*.d)
.SECONDARY:
