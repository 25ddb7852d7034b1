//! Names, choices and files. Building what is made is up to `ndpgen/tests/new.rs`.

use nd_rules::manifest::Permissions;
use std::collections::BTreeSet;
use std::fs;

use super::*;
use crate::plugin::placeholder::MARK;

fn choice(capabilities: &[Capability], services: &[Service]) -> Choice {
    let complete = Choice::complete(capabilities.iter().copied(), services.iter().copied());
    complete.expect("something was chosen").0
}

fn additions(capabilities: &[Capability], services: &[Service]) -> Vec<String> {
    let complete = Choice::complete(capabilities.iter().copied(), services.iter().copied());
    let additions = complete.expect("something was chosen").1;
    additions.into_iter().map(|it| it.what).collect()
}

fn plugin(choice: Choice) -> Plugin {
    Plugin {
        name: Name::new("hello").unwrap(),
        choice,
        dependency: Dependency::Version("0.1".to_owned()),
    }
}

/// Every capability alone, every service alone, every pair of both, and everything.
fn choices() -> Vec<Choice> {
    let mut choices = vec![choice(Capability::ALL, Service::ALL)];
    for capability in Capability::ALL {
        choices.push(choice(&[*capability], &[]));
        for service in Service::ALL {
            choices.push(choice(&[], &[*service]));
            choices.push(choice(&[*capability], &[*service]));
        }
    }
    choices
}

fn contents<'a>(files: &'a [Artifact], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path);
    &file
        .unwrap_or_else(|| panic!("there is no {path}"))
        .contents
}

#[test]
fn names_fit_cargo_the_server_and_the_compiler() {
    for name in ["hello", "a", "now-playing_2", "lyrics2", "nd-pdk-test"] {
        assert_eq!(Name::new(name).unwrap().as_str(), name);
    }
    let proposals = [
        ("Hello", "hello"),
        ("MyPlugin", "my-plugin"),
        ("my plugin", "my-plugin"),
        ("a--b", "a-b"),
        ("-a", "a"),
        ("a_", "a"),
        ("2fast", "plugin-2fast"),
        ("match", "match-plugin"),
        ("async", "async-plugin"),
        ("core", "core-plugin"),
        ("nd-pdk", "nd-pdk-plugin"),
        ("con", "con-plugin"),
        ("plugins/hello", "hello"),
        ("plugins\\hello", "hello"),
        ("..", "my-plugin"),
        ("", "my-plugin"),
        ("été", "t"),
        ("日本", "my-plugin"),
        ("a.ndp", "a-ndp"),
    ];
    for (name, proposal) in proposals {
        let error = Name::new(name).unwrap_err().to_string();
        assert!(
            error.ends_with(&format!("how about `{proposal}`?")),
            "{error}"
        );
    }
}

#[test]
fn whatever_is_written_the_proposal_is_a_name() {
    let long = "x".repeat(1000);
    let words = "ab-".repeat(100);
    for name in [
        long.as_str(),
        &words,
        "a\0b",
        "\u{202e}x",
        "9",
        "---",
        "Self",
        "9match",
    ] {
        let error = Name::new(name).unwrap_err().to_string();
        let proposal = error.rsplit('`').nth(1).unwrap();
        assert!(Name::new(proposal).is_ok(), "{name:?}: {proposal}");
    }
}

#[test]
fn a_title_is_for_people() {
    assert_eq!(Name::new("now-playing_2").unwrap().title(), "Now playing 2");
}

#[test]
fn parts_are_found_whatever_their_case_and_separators() {
    for part in Capability::ALL {
        assert_eq!(Capability::find(part.name()).as_ref(), Ok(part));
        assert_eq!(
            Capability::find(&part.name().to_uppercase()).as_ref(),
            Ok(part)
        );
    }
    for part in Service::ALL {
        assert_eq!(Service::find(part.name()).as_ref(), Ok(part));
    }
    let capabilities = [
        ("metadata", Capability::MetadataAgent),
        ("MetadataAgent", Capability::MetadataAgent),
        ("sonicsimilarity", Capability::SonicSimilarity),
        ("task_worker", Capability::TaskWorker),
        ("taskworker", Capability::TaskWorker),
    ];
    for (name, part) in capabilities {
        assert_eq!(Capability::find(name), Ok(part));
    }
    assert_eq!(
        Service::find("scrobbleRetriever"),
        Ok(Service::ScrobbleRetriever)
    );
    assert_eq!(Service::find("subsonic"), Ok(Service::SubsonicApi));
    assert_eq!(Service::find("taskqueue"), Ok(Service::Task));
}

#[test]
fn what_is_unknown_is_answered_with_the_nearest_and_the_list() {
    let error = Capability::find("scrobler").unwrap_err().to_string();
    assert!(
        error.contains("`scrobler`: did you mean `scrobbler`? (capabilities: `scrobbler`, "),
        "{error}"
    );
    for part in Capability::ALL {
        assert!(error.contains(&format!("`{}`", part.name())), "{error}");
    }
    let error = Capability::find("http").unwrap_err().to_string();
    assert!(
        error.ends_with("it is a service: --service http"),
        "{error}"
    );
    let error = Service::find("lyrics").unwrap_err().to_string();
    assert!(
        error.ends_with("it is a capability: --capability lyrics"),
        "{error}"
    );
    let error = Service::find("").unwrap_err().to_string();
    assert!(error.contains("services: `artwork`"), "{error}");
}

#[test]
fn what_belongs_together_is_added_and_said() {
    assert_eq!(Choice::complete([], []), None);
    assert_eq!(additions(&[Capability::Lyrics], &[Service::Http]), [""; 0]);
    assert_eq!(
        additions(&[], &[Service::Scheduler]),
        ["capability `scheduler-callback`", "capability `lifecycle`"]
    );
    assert_eq!(
        additions(&[Capability::TaskWorker], &[]),
        ["service `task`", "capability `lifecycle`"]
    );
    assert_eq!(
        additions(&[Capability::Lifecycle], &[Service::WebSocket]),
        ["capability `websocket-callback`"]
    );
    assert_eq!(
        additions(&[], &[Service::Cache]),
        ["capability `lifecycle`"]
    );
    assert_eq!(
        additions(
            &[Capability::Scrobbler],
            &[Service::SubsonicApi, Service::Matcher]
        ),
        ["permission `users`", "permission `library`"]
    );
    assert_eq!(
        additions(&[Capability::Scrobbler], &[Service::Users]),
        [""; 0]
    );
    assert_eq!(additions(Capability::ALL, Service::ALL), [""; 0]);
}

#[test]
fn the_server_takes_every_manifest() {
    for choice in choices() {
        let files = files(&plugin(choice.clone()), &Neighbourhood::Alone);
        let manifest = contents(&files, "manifest.json");
        let permissions = Permissions::from_json(manifest).unwrap();
        let declared = choice.permissions();
        assert_eq!(nd_rules::manifest::unknown_permissions(manifest), [""; 0]);
        for permission in nd_rules::manifest::Permission::ALL {
            assert_eq!(
                permissions.declares(permission),
                declared.contains(&permission)
            );
        }
        let exports: Vec<_> = choice.capabilities().map(an_export).collect();
        assert_eq!(permissions.refusals(&exports), [""; 0]);
        let value: serde_json::Value = serde_json::from_str(manifest).unwrap();
        for text in value["permissions"].as_object().unwrap().values() {
            assert!(text["reason"].as_str().unwrap().starts_with(MARK));
        }
        assert_eq!(value["config"].is_object(), choice.uses(Service::Config));
    }
}

/// By which the server recognises the capability.
fn an_export(capability: Capability) -> &'static str {
    match capability {
        Capability::Scrobbler => "nd_scrobbler_scrobble",
        Capability::Lyrics => "nd_lyrics_get_lyrics",
        Capability::SonicSimilarity => "nd_find_sonic_path",
        Capability::MetadataAgent => "nd_get_artist_biography",
        Capability::TaskWorker => "nd_task_execute",
        Capability::SchedulerCallback => "nd_scheduler_callback",
        Capability::WebSocketCallback => "nd_websocket_on_close",
        Capability::Lifecycle => "nd_on_init",
    }
}

#[test]
fn every_choice_gives_whole_files_and_no_placeholder_survives() {
    for choice in choices() {
        let files = files(&plugin(choice), &Neighbourhood::Alone);
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        let expected = [
            ".github/workflows/ci.yml",
            ".gitignore",
            "Cargo.toml",
            "README.md",
            "manifest.json",
            "rust-toolchain.toml",
            "src/lib.rs",
            "src/tests.rs",
        ];
        assert_eq!(paths, expected);
        for Artifact { path, contents } in &files {
            for mark in ["{{", "//~"] {
                let is_format = path.ends_with(".rs") && mark == "{{";
                assert!(is_format || !contents.contains(mark), "{path}: {contents}");
            }
            assert!(
                contents.ends_with('\n') && !contents.ends_with("\n\n"),
                "{path}"
            );
            if path.ends_with(".rs") {
                syn::parse_file(contents).unwrap_or_else(|error| panic!("{error}: {contents}"));
            }
        }
    }
}

#[test]
fn the_readme_says_what_has_to_be_done_on_the_server() {
    let readme = |capabilities: &[Capability], services: &[Service]| {
        let files = files(
            &plugin(choice(capabilities, services)),
            &Neighbourhood::Alone,
        );
        contents(&files, "README.md").to_owned()
    };
    let scrobbler = readme(&[Capability::Scrobbler], &[]);
    assert!(
        scrobbler.contains("3. Assign users")
            && scrobbler.contains("4. Let the user's player scrobble")
    );
    assert!(
        scrobbler
            .contains(r#"hello.ndp --call nd_scrobbler_is_authorized --input '{"username": "u"}'"#)
    );
    let agent = readme(&[Capability::MetadataAgent], &[Service::Matcher]);
    assert!(agent.contains("`Agents = \"hello,lastfm\"`") && agent.contains("3. Assign libraries"));
    let lyrics = readme(&[Capability::Lyrics], &[Service::Config]);
    assert!(
        lyrics.contains("`LyricsPriority = \".lrc,embedded,hello\"`")
            && lyrics.contains("| `greeting` |")
    );
}

#[test]
fn cargo_reads_the_dependency_whatever_the_path() {
    let mut plugin = plugin(choice(&[Capability::Lyrics], &[Service::Config]));
    plugin.dependency = Dependency::Path(r#"/odd "path"\nd-pdk"#.into());
    let files = files(&plugin, &Neighbourhood::Alone);
    let manifest = contents(&files, "Cargo.toml");
    assert!(
        manifest.contains(r#"nd-pdk = { path = "/odd \"path\"\\nd-pdk" }"#),
        "{manifest}"
    );
    assert!(manifest.contains("serde = "));
    assert!(contents(&files, ".github/workflows/ci.yml").contains("cannot work yet"));
}

#[test]
fn nd_pdk_is_a_version_or_a_folder() {
    assert_eq!(
        Dependency::read("0.1").unwrap(),
        Dependency::Version("0.1".into())
    );
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../nd-pdk");
    let repository = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let folder = Dependency::read(beside).unwrap();
    assert!(
        matches!(&folder, Dependency::Path(path) if path.is_absolute() && path.ends_with("nd-pdk"))
    );
    assert_eq!(Dependency::read(repository).unwrap(), folder);
    assert_eq!(Dependency::usual(), folder);

    let elsewhere = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere.path().to_str().unwrap().to_owned();
    for wrong in [
        "",
        "one",
        "nowhere/at/all",
        elsewhere.as_str(),
        env!("CARGO_MANIFEST_DIR"),
    ] {
        assert!(Dependency::read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let around = tempfile::tempdir().unwrap();
    let plugin = plugin(choice(&[Capability::Lyrics], &[]));
    let folder = around.path().join("full");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let error = make(&plugin, &folder).unwrap_err().to_string();
    assert!(
        error.contains("is not empty, there is `notes.txt`"),
        "{error}"
    );
    assert_eq!(names(&folder), ["notes.txt"]);

    let file = around.path().join("full/notes.txt");
    let error = make(&plugin, &file).unwrap_err().to_string();
    assert!(error.contains("is no folder"), "{error}");
    assert!(make(&plugin, &file.join("below/it")).is_err());
    assert_eq!(names(around.path()), ["full"]);
}

#[test]
fn a_crate_appears_in_new_folders_and_in_empty_ones() {
    let around = tempfile::tempdir().unwrap();
    let plugin = plugin(choice(&[Capability::Lyrics], &[]));
    let made = make(&plugin, &around.path().join("deep/below/hello")).unwrap();
    assert_eq!(names(&around.path().join("deep/below")), ["hello"]);
    let top = [
        ".github",
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "manifest.json",
        "rust-toolchain.toml",
        "src",
    ];
    assert_eq!(names(&around.path().join("deep/below/hello")), top);
    assert_eq!(
        (made.files.len(), made.neighbourhood),
        (8, Neighbourhood::Alone)
    );

    let fresh = around.path().join("fresh");
    fs::create_dir_all(fresh.join(".git")).unwrap();
    make(&plugin, &fresh).unwrap();
    let expected: BTreeSet<String> = top
        .iter()
        .chain(&[".git"])
        .map(|it| (*it).to_owned())
        .collect();
    assert_eq!(names(&fresh).into_iter().collect::<BTreeSet<_>>(), expected);
    assert!(make(&plugin, &fresh).is_err());
}

#[test]
fn nothing_is_left_of_a_crate_that_does_not_appear() {
    let around = tempfile::tempdir().unwrap();
    let place = Place::prepare(&around.path().join("a/b")).unwrap();
    place
        .stage(&[Artifact {
            path: "src/lib.rs".into(),
            contents: String::new(),
        }])
        .unwrap();
    drop(place);
    assert_eq!(names(around.path()), [""; 0]);
}

#[test]
fn a_workspace_around_it_is_respected() {
    let plugin = plugin(choice(&[Capability::Lyrics], &[]));
    let made_in = |workspace: &str| {
        let around = tempfile::tempdir().unwrap();
        fs::write(around.path().join("Cargo.toml"), workspace).unwrap();
        let made = make(&plugin, &around.path().join("plugins/hello")).unwrap();
        let manifest = fs::read_to_string(around.path().join("plugins/hello/Cargo.toml")).unwrap();
        let has = |table: &str| manifest.lines().any(|line| line == table);
        let kind = match made.neighbourhood {
            Neighbourhood::Alone => "alone",
            Neighbourhood::Member(_) => "member",
            Neighbourhood::Apart(root) => {
                assert_eq!(root.unwrap().file_name(), around.path().file_name());
                "apart"
            }
        };
        (kind, has("[workspace]"), has("[profile.release]"))
    };
    assert_eq!(
        made_in("[workspace]\nmembers = []\n"),
        ("apart", true, true)
    );
    assert_eq!(
        made_in("[workspace]\nmembers = [\"plugins/*\"]\n"),
        ("member", false, false)
    );
    assert_eq!(
        made_in("[workspace]\nexclude = [\"plugins\"]\n"),
        ("alone", false, true)
    );
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
