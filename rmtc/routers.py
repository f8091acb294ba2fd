"""The routers of every part, in the order in which addresses are looked up: one after the other."""

from courses.attempts.routes import router as attempts
from courses.authoring.activity_routes import router as activity_editor
from courses.authoring.draft_routes import router as drafts
from courses.authoring.file_routes import router as course_files
from courses.authoring.proposal_routes import router as proposals
from courses.authoring.routes import router as authoring
from courses.authoring.section_routes import router as course_sections
from courses.authoring.source_routes import router as activity_sources
from courses.awards.answers import router as certificates_api
from courses.awards.routes import router as awards
from courses.bibliography.routes import router as bibliography
from courses.curricula.part_routes import router as curriculum_parts
from courses.curricula.routes import router as curricula
from courses.editions.routes import router as editions
from courses.enrolment.nomination_routes import router as nominations
from courses.enrolment.routes import router as enrolment
from courses.grades.answers import router as results_api
from courses.grades.routes import router as grades
from courses.offer.answers import router as courses_api
from courses.offer.routes import router as offer
from courses.progress.home_routes import router as homes
from courses.progress.note_routes import router as notes
from courses.progress.routes import router as progress
from courses.question_files.routes import router as question_files
from courses.questions.routes import router as questions
from courses.quizzes.routes import router as quizzes
from courses.readings.offline_routes import router as offline
from courses.readings.opening_routes import router as closed_readings
from courses.readings.routes import router as readings
from courses.records.routes import router as records
from courses.reviewing.routes import router as reviewing
from courses.teaching.date_routes import router as run_dates
from courses.teaching.routes import router as teaching
from courses.teaching.settings_routes import router as run_settings
from library.authorities.routes import router as authorities
from library.care.routes import router as care
from library.coverage.report_routes import router as plan_reports
from library.coverage.routes import router as coverage
from library.coverage.silence_routes import router as plan_letters
from library.curation.routes import router as curation
from library.deposit.routes import router as deposits
from library.desk.routes import router as desk
from library.feeds.routes import router as feeds
from library.finding.answers import router as library_api
from library.finding.routes import router as finding
from library.gathering.routes import router as gathering
from library.harvesting.routes import router as harvesting
from library.leave.desk_routes import router as desk_leave
from library.leave.grant_routes import router as grants_desk
from library.leave.routes import router as leave
from library.packages.routes import bags
from library.packages.routes import router as packages
from library.plan_reviews.routes import router as plan_reviews
from library.plans.desk_routes import router as desk_plans
from library.plans.routes import router as plans
from library.reading.citation_routes import router as citations
from library.reading.highlight_routes import router as highlights
from library.reading.routes import router as reading
from library.relations.routes import router as relations
from library.removals.routes import router as removals
from library.review.routes import router as reviews
from library.searches.routes import router as searches
from library.searches.token_routes import router as search_addresses
from library.shelves.desk_routes import router as desk_shelves
from library.shelves.order_routes import router as shelf_order
from library.shelves.routes import router as shelves
from library.subjects.routes import router as subjects
from rmtc.accounts.routes import router as accounts
from rmtc.api.routes import router as api_description
from rmtc.erasure.routes import router as erasure
from rmtc.front.centre_routes import router as front_centre
from rmtc.front.contact_routes import router as front_contact
from rmtc.front.machine_routes import router as front_machines
from rmtc.front.post_routes import router as front_posts
from rmtc.front.routes import router as front
from rmtc.joining.routes import router as joining
from rmtc.partners.routes import router as partners
from rmtc.people.account_routes import router as people_accounts
from rmtc.people.import_routes import router as people_imports
from rmtc.people.institution_routes import router as institutions
from rmtc.people.routes import router as people
from rmtc.profile.routes import router as profile
from rmtc.profile.security_routes import router as security
from rmtc.web.routing import Router

ROUTERS: tuple[Router, ...] = (
    # what people open most
    front,
    homes,
    progress,
    readings,
    offline,
    attempts,
    finding,
    reading,
    citations,
    highlights,
    offer,
    bibliography,
    accounts,
    # everything else
    authoring,
    course_sections,
    activity_editor,
    drafts,
    activity_sources,
    course_files,
    proposals,
    editions,
    desk,
    care,
    gathering,
    deposits,
    packages,
    removals,
    bags,
    reviews,
    coverage,
    plan_letters,
    plan_reports,
    plans,
    desk_plans,
    plan_reviews,
    curation,
    authorities,
    relations,
    grants_desk,
    subjects,
    shelves,
    desk_shelves,
    shelf_order,
    leave,
    desk_leave,
    library_api,
    harvesting,
    feeds,
    searches,
    search_addresses,
    courses_api,
    results_api,
    certificates_api,
    notes,
    enrolment,
    nominations,
    teaching,
    run_dates,
    run_settings,
    closed_readings,
    quizzes,
    questions,
    question_files,
    grades,
    front_contact,
    front_machines,
    api_description,
    front_posts,
    front_centre,
    partners,
    awards,
    records,
    curricula,
    reviewing,
    curriculum_parts,
    joining,
    profile,
    security,
    people_imports,
    people,
    people_accounts,
    erasure,
    institutions,
)
